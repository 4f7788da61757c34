using System.Globalization;
using System.Text.Json;
using Dapper;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Faults.Specs;

/// <summary>Each process, then the broker, then the database is killed while a file comes in; afterwards everything adds up.</summary>
public sealed class Killing_everything_during_an_import
{
    private const int Authors = 2_000;
    private static readonly string[] Parts = ["classifier", "router", "ingest", "desk", "rabbitmq", "postgres"];
    private static readonly int Mentions = Authors * Parts.Length;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // Complaints only, by authors who each post several times: what must come out can be counted beforehand.
    private static readonly string[] Complaints =
    [
        "The parcel arrived broken and nobody answers, terrible service, I want my money back!",
        "Still no refund after six weeks. Worst support ever.",
        "快递又丢件了,客服不回消息,太差劲了,退钱!",
        "买来三天就坏了,质量太差,售后还推卸责任,垃圾!",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_doubled()
    {
        await using var mesh = await MeshRun.StartAsync(Stop);
        for (var number = 0; number < Parts.Length; number++)
        {
            var file = await WriteAsync(mesh.Directory, number);
            var import = mesh.MeshAsync(Stop, "import", file);
            await Eventually.Be(stop => StoredAsync(mesh, stop), stored => stored > number * Authors, Stop, Patience);

            await mesh.KillAsync(Parts[number], Stop);
            await mesh.UpAsync(Stop);

            // The importer keeps trying while ingest is away; should it have given up, it goes on where it stopped.
            if ((await import).ExitCode != 0)
            {
                (await mesh.MeshAsync(Stop, "import", file)).Succeeded();
            }
        }

        await Eventually.Be(stop => RoutedAsync(mesh, stop), routed => routed == Mentions, Stop, Patience);
        await ExpectAsync(mesh, "every mention is stored once", "SELECT count(*) FROM ingest.mentions", Mentions);
        await ExpectAsync(
            mesh,
            "every mention has its one label",
            "SELECT count(*) FROM router.mentions WHERE label = 'complaint' OR needs_review",
            Mentions
        );
        await ExpectAsync(mesh, "one author, one case", "SELECT count(*) FROM router.tickets", Authors);
        await ExpectAsync(
            mesh,
            "no author has two open cases",
            """
            SELECT count(*) FROM (
              SELECT FROM router.tickets GROUP BY channel, account, author_id HAVING count(*) > 1) AS doubled
            """,
            0
        );
        await ExpectAsync(
            mesh,
            "each ticket counts its mentions",
            """
            SELECT count(*) FROM router.tickets t
             WHERE mention_count <> (SELECT count(*) FROM router.mentions m WHERE m.ticket_id = t.ticket_id)
            """,
            0
        );
        await ExpectAsync(
            mesh,
            "each ticket was opened once",
            "SELECT count(*) FROM router.events WHERE kind = 'opened'",
            Authors
        );
        await ExpectAsync(
            mesh,
            "no clock step took effect twice",
            """
            SELECT count(*) FROM (
              SELECT FROM router.events
               WHERE kind IN ('clock.warn', 'clock.breach', 'clock.escalate')
               GROUP BY ticket_id, kind, data ->> 'clock', data ->> 'round', data ->> 'level'
              HAVING count(*) > 1) AS doubled
            """,
            0
        );
        await ExpectAsync(mesh, "nothing was parked", "SELECT count(*) FROM mesh.parked", 0);
        await Eventually.Be(
            stop => CountAsync(mesh, "SELECT count(*) FROM router.announcements", stop),
            unpublished => unpublished == 0,
            Stop,
            Patience
        );
    }

    /// <summary>One file for each kill: one post of every author.</summary>
    private static async Task<string> WriteAsync(string directory, int number)
    {
        var file = Path.Combine(directory, $"load-{number}.jsonl");
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await File.WriteAllLinesAsync(
            file,
            Enumerable
                .Range(0, Authors)
                .Select(i =>
                    JsonSerializer.Serialize(
                        new
                        {
                            external_id = string.Create(CultureInfo.InvariantCulture, $"{number}-{i}"),
                            channel = "web",
                            account = "faults",
                            text = Complaints[(number + i) % Complaints.Length],
                            author = new { id = $"author-{i}" },
                            posted_at = start.AddMilliseconds(i * 10),
                        }
                    )
                ),
            Stop
        );
        return file;
    }

    private static async Task ExpectAsync(MeshRun mesh, string what, string sql, long expected) =>
        (await CountAsync(mesh, sql, Stop)).ShouldBe(expected, what);

    /// <summary>How many mentions have been routed; -1 while the database is away.</summary>
    private static Task<long> RoutedAsync(MeshRun mesh, CancellationToken stop) =>
        CountUnlessAwayAsync(mesh, "SELECT count(*) FROM router.mentions", stop);

    /// <summary>How many mentions ingest has taken; -1 while the database is away.</summary>
    private static Task<long> StoredAsync(MeshRun mesh, CancellationToken stop) =>
        CountUnlessAwayAsync(mesh, "SELECT count(*) FROM ingest.mentions", stop);

    private static async Task<long> CountUnlessAwayAsync(MeshRun mesh, string sql, CancellationToken stop)
    {
        try
        {
            return await CountAsync(mesh, sql, stop);
        }
        catch (Npgsql.NpgsqlException)
        {
            return -1;
        }
    }

    private static async Task<long> CountAsync(MeshRun mesh, string sql, CancellationToken stop)
    {
        await using var connection = await mesh.Database.OpenConnectionAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, cancellationToken: stop));
    }
}
