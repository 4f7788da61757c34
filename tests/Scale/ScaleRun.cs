using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;
using TriageMesh.Router;
using TriageMesh.Scale.Browser;
using TriageMesh.TestKit;

namespace TriageMesh.Scale;

/// <summary>What one run does.</summary>
internal sealed record Plan
{
    public required int Tickets { get; init; }
    public required int Mentions { get; init; }
    public required int Times { get; init; }

    /// <summary>How far a list is scrolled.</summary>
    public required int Rows { get; init; }
    public string? Database { get; init; }
    public string? Only { get; init; }

    /// <summary>The desk in Chromium instead of the router's pages.</summary>
    public bool Browser { get; init; }

    /// <summary>A folder for Chromium's traces of what is done in it.</summary>
    public string? Trace { get; init; }
}

/// <summary>One run: a filled database, and over it the router's pages one after another, or the desk in a browser.</summary>
internal static class ScaleRun
{
    private const string IsEmpty = """
        SELECT NOT EXISTS (SELECT FROM router.tickets)
        """;

    private const string Size = """
        SELECT (SELECT count(*) FROM router.tickets) AS tickets,
               (SELECT count(*) FROM router.tickets WHERE status NOT IN ('resolved', 'closed')) AS in_work,
               (SELECT count(*) FROM router.mentions) AS mentions, (SELECT count(*) FROM router.events) AS events,
               pg_database_size(current_database()) AS bytes
        """;

    public static async Task RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var postgres = new PostgresFixture();
        if (plan.Database is null)
        {
            postgres.Require();
            await postgres.InitializeAsync();
        }

        try
        {
            await RunAsync(plan, plan.Database ?? postgres.ConnectionString, cancellationToken);
        }
        finally
        {
            if (plan.Database is null)
            {
                await postgres.DisposeAsync();
            }
        }
    }

    private static async Task RunAsync(Plan plan, string connectionString, CancellationToken cancellationToken)
    {
        await (await RouterAsync(connectionString, cancellationToken)).DisposeAsync();
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            if (await connection.ExecuteScalarAsync<bool>(IsEmpty))
            {
                var now = TimeProvider.System.GetUtcNow().UtcDateTime;
                await FilledYear.WriteAsync(database, plan.Tickets, plan.Mentions, now, cancellationToken);
            }

            var size = await connection.QuerySingleAsync<(
                long Tickets,
                long InWork,
                long Mentions,
                long Events,
                long Bytes
            )>(new CommandDefinition(Size, commandTimeout: 600, cancellationToken: cancellationToken));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size.Tickets} tickets, {size.InWork} in work; {size.Mentions} mentions; {size.Events} events; {size.Bytes >> 20} MiB"
                )
            );
        }

        if (plan.Browser)
        {
            await BrowserRun.RunAsync(plan, connectionString, cancellationToken);
        }
        else
        {
            await PagesAsync(plan, connectionString, database, cancellationToken);
        }
    }

    private static async Task PagesAsync(
        Plan plan,
        string connectionString,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        await using var router = await RouterAsync(connectionString, cancellationToken);
        await SettledDatabase.WaitAsync(database, cancellationToken);
        await Figures.WriteLoadAsync("before", cancellationToken);
        Figures.Head("from the request to its last byte, ms");
        foreach (var visit in await Pages.AllAsync(router, database, cancellationToken))
        {
            if (plan.Only is null || visit.Name.Contains(plan.Only, StringComparison.Ordinal))
            {
                Figures.Write(visit.Name, await visit.MeasureAsync(router.Client, plan.Times, cancellationToken));
            }
        }

        await Figures.WriteLoadAsync("after", cancellationToken);
    }

    private static Task<MeshProcess> RouterAsync(string connectionString, CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new RouterService()],
            connectionString,
            new Dictionary<string, string>(StringComparer.Ordinal),
            cancellationToken
        );

    public static string Token(MeshProcess router, Guid id, params Role[] roles) =>
        router.Services.GetRequiredService<TokenIssuer>().Issue(new Caller(id, "scale", roles), TimeSpan.FromHours(12));
}
