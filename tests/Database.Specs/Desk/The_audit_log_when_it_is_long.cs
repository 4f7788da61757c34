using System.Text.RegularExpressions;
using Dapper;
using NodaTime;
using TriageMesh.Desk;
using TriageMesh.Desk.Audit;
using TriageMesh.Platform.Database;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Desk;

/// <summary>However it is asked, a page of it is found by an index.</summary>
public sealed partial class The_audit_log_when_it_is_long(PostgresFixture postgres)
    : IClassFixture<PostgresFixture>,
        IAsyncLifetime
{
    private const string Fill = """
        INSERT INTO desk.audit (at, actor_kind, actor_id, area, act, target, status)
        SELECT @now - n * interval '3 minutes', 'person',
               ('00000000-0000-8000-8000-' || lpad((n % 400)::text, 12, '0'))::uuid,
               (ARRAY['sign_in', 'policies', 'team', 'accounts'])[1 + n % 4], 'x', (n % 5000)::text,
               CASE WHEN n % 1000 = 0 THEN 503 WHEN n % 200 = 0 THEN 403 WHEN n % 9000 = 1 THEN NULL ELSE 200 END
          FROM generate_series(1, 100000) AS n
        """;

    private static readonly Instant Now = Instant.FromUtc(2026, 6, 5, 12, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "audit_by_time")]
    [InlineData("area", "audit_by_area")]
    [InlineData("actor", "audit_by_actor")]
    [InlineData("target", "audit_by_target")]
    [InlineData("since", "audit_by_time")]
    [InlineData("failed", "audit_not_done")]
    [InlineData("unknown", "audit_not_done")]
    public async Task Is_read_by_an_index_and_never_from_end_to_end(string question, string index)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);

        var lines = await connection.QueryAsync<string>(
            new CommandDefinition(
                "EXPLAIN " + AuditLines.Page,
                new
                {
                    before = Now,
                    beforeId = 0L,
                    area = question == "area" ? "policies" : null,
                    actor = question == "actor" ? new Guid("00000000-0000-8000-8000-000000000007") : (Guid?)null,
                    target = question == "target" ? "1234" : null,
                    since = question == "since" ? Now - Duration.FromDays(1) : (Instant?)null,
                    outcome = question is "failed" or "unknown" ? question : null,
                    limit = 50,
                },
                cancellationToken: Stop
            )
        );

        var plan = string.Join('\n', lines);
        plan.ShouldContain(index);
        LongSeqScan().IsMatch(plan).ShouldBeFalse(plan);
    }

    [GeneratedRegex("Seq Scan on audit", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongSeqScan();

    public async ValueTask InitializeAsync()
    {
        postgres.Require();
        await SqlMigrations.ApplyAsync(postgres.Database, "desk", typeof(DeskService).Assembly, Stop);
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        if (await connection.ExecuteScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM desk.audit)"))
        {
            await connection.ExecuteAsync(new CommandDefinition(Fill, new { now = Now }, cancellationToken: Stop));
            await connection.ExecuteAsync(new CommandDefinition("ANALYZE desk.audit", cancellationToken: Stop));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
