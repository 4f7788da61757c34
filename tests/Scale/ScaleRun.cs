using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Platform.Security;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Scale;

/// <summary>What one run does.</summary>
internal sealed record Plan(int Tickets, int Mentions, int Times, string? Database, string? Only);

/// <summary>One run: a filled database, the router over it, each page asked for so many times, one after another.</summary>
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

        await using var router = await RouterAsync(connectionString, cancellationToken);
        Console.WriteLine($"load before: {await LoadAsync(cancellationToken)}");
        Console.WriteLine($"{"ms", -44} {"p50", 8} {"p90", 8} {"p99", 8} {"max", 8}");
        foreach (var visit in await Pages.AllAsync(router, database, cancellationToken))
        {
            if (plan.Only is { } only && !visit.Name.Contains(only, StringComparison.Ordinal))
            {
                continue;
            }

            var took = await visit.MeasureAsync(router.Client, plan.Times, cancellationToken);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{visit.Name, -44} {At(took, 0.5), 8:F1} {At(took, 0.9), 8:F1} {At(took, 0.99), 8:F1} {took[^1], 8:F1}"
                )
            );
        }

        Console.WriteLine($"load after: {await LoadAsync(cancellationToken)}");
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

    private static double At(double[] took, double share) => took[(int)Math.Ceiling(took.Length * share) - 1];

    private static async Task<string> LoadAsync(CancellationToken cancellationToken) =>
        File.Exists("/proc/loadavg")
            ? (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Trim()
            : "unknown";
}
