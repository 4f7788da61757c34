using System.Diagnostics;
using System.Net;
using Dapper;
using Npgsql;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Ingest;

public sealed class When_the_database_is_away(RunningIngest ingest) : IClassFixture<RunningIngest>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Senders_are_told_at_once_to_come_back_and_nothing_is_accepted()
    {
        (await ingest.AcceptAsync(RunningIngest.Mention(), Stop)).Accepted.ShouldBe(1);
        await RefuseConnectionsAsync(refuse: true);
        try
        {
            var began = Stopwatch.GetTimestamp();
            using var request = SignedWebhook.Post(RunningIngest.Fixed, RunningIngest.Mention("away-1"));
            using var response = await ingest.Process.Client.SendAsync(request, Stop);

            response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter.ShouldNotBeNull();
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
        finally
        {
            await RefuseConnectionsAsync(refuse: false);
        }

        (
            await ingest.ScalarAsync<long>(
                "SELECT count(*) FROM ingest.mentions WHERE external_id = 'away-1'",
                null,
                Stop
            )
        ).ShouldBe(0);
        (await ingest.AcceptAsync(RunningIngest.Mention("away-1"), Stop)).Accepted.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_hangs_is_not_waited_for()
    {
        await using var connection = await ingest.Postgres.Database.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync("LOCK TABLE ingest.mentions IN ACCESS EXCLUSIVE MODE", transaction: transaction);

        var (status, _) = await ingest.PostAsync(RunningIngest.Mention("away-2"), Stop);
        await transaction.RollbackAsync(Stop);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ingest.AcceptAsync(RunningIngest.Mention("away-2"), Stop)).Results[0].Status.ShouldBe("accepted");
    }

    public async ValueTask InitializeAsync() => await ingest.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>As good as a server that is down: whoever is connected is thrown out, and nobody gets in.</summary>
    private async Task RefuseConnectionsAsync(bool refuse)
    {
        var here = new NpgsqlConnectionStringBuilder(ingest.Postgres.ConnectionString);
        var name = here.Database;
        here.Database = "postgres";
        here.Pooling = false;
        await using var connection = new NpgsqlConnection(here.ConnectionString);
        await connection.OpenAsync(Stop);
        await connection.ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS {!refuse}");
        if (refuse)
        {
            await connection.ExecuteAsync(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = @name",
                new { name }
            );
        }
        else
        {
            // The specification's own connections were thrown out too.
            ingest.Postgres.Database.Clear();
        }
    }
}
