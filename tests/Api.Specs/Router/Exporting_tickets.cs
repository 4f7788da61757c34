using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Router.Export;

namespace TriageMesh.Api.Specs.Router;

public sealed class Exporting_tickets(RunningRouter router) : IClassFixture<RunningRouter>, IAsyncLifetime
{
    private const string Office = "00000000-0000-8000-8000-0000000000c5";

    private static readonly string[] Fields =
    [
        "state",
        "target_seconds",
        "due_at",
        "met_at",
        "breached",
        "breached_at",
        "elapsed_seconds",
        "paused_seconds",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_spreadsheet_gets_a_row_for_each_ticket_with_its_clocks()
    {
        var rows = await ReadAsync();

        rows.Count.ShouldBe(1);
        rows[0]["label"].ShouldBe("complaint");
        rows[0]["first_response_state"].ShouldBe("running");
        DateTimeOffset
            .Parse(rows[0]["first_response_due_at"], CultureInfo.InvariantCulture)
            .Year.ShouldBeGreaterThan(2000);
        rows[0]["resolved_at"].ShouldBe("");
    }

    [Fact]
    public async Task A_text_from_outside_is_no_formula()
    {
        await router.DoAsync("UPDATE router.tickets SET order_number = '=1+1'", Stop);
        try
        {
            (await ReadAsync())[0]["order_number"].ShouldNotStartWith("=");
        }
        finally
        {
            await router.DoAsync("UPDATE router.tickets SET order_number = NULL", Stop);
        }
    }

    [Fact]
    public async Task All_five_clocks_are_told_with_what_they_used_and_how_long_they_stood()
    {
        // An hour on Mondays and an hour on Fridays; what runs or stands since that Friday has had both since.
        await router.DoAsync(
            $$"""
            INSERT INTO router.calendars (calendar_id, definition, updated_at)
            VALUES ('{{Office}}', '{"name":"Office","zone":"UTC","week":{"monday":[{"from":"09:00","to":"10:00"}],
                    "friday":[{"from":"16:00","to":"17:00"}]},"days":[]}', now())
            ON CONFLICT DO NOTHING;
            DELETE FROM router.clocks WHERE ticket_id = {{router.Ticket}} AND kind <> 'first_response';
            INSERT INTO router.clocks (ticket_id, kind, round, policy_id, calendar_id, state, started_at, target_seconds, used_us,
                   running_since, paused_us, paused_since, paused_by, due_at, stopped_at, elapsed_seconds, breached_at)
            SELECT ticket_id, k.kind, k.round, policy_id, '{{Office}}', k.state, '2026-06-05T00:00Z', k.target, k.used * 1000000::bigint,
                   k.running, k.paused * 1000000::bigint, k.since, 'x', k.due, k.stopped, k.elapsed, k.broken
              FROM router.clocks
             CROSS JOIN (VALUES
                   ('next_response', 1, 'met', 60, 30, NULL::timestamptz, 0, NULL::timestamptz, NULL::timestamptz,
                    '2026-06-05T16:01Z'::timestamptz, 30, NULL::timestamptz),
                   ('next_response', 2, 'running', 60, 0, '2026-06-05T16:00Z', 0, NULL, '2026-06-05T16:01Z', NULL, NULL,
                    '2026-06-05T16:01Z'),
                   ('resolution', 1, 'met', 7200, 600, NULL, 3600, NULL, NULL, '2026-06-05T16:10Z', 600, NULL),
                   ('total_resolution', 1, 'paused', 7200, 1800, NULL, 60, '2026-06-05T16:30Z', NULL, NULL, NULL, NULL),
                   ('acceptance', 1, 'cancelled', 60, 61, NULL, 0, NULL, NULL, '2026-06-05T16:02Z', 61, '2026-06-05T16:01Z'))
                AS k (kind, round, state, target, used, running, paused, since, due, stopped, elapsed, broken)
             WHERE ticket_id = {{router.Ticket}} AND clocks.kind = 'first_response'
            """,
            Stop
        );

        var row = (await ReadAsync())[0];
        var line = (await LinesAsync()).Single();

        foreach (
            var kind in new[] { "first_response", "next_response", "resolution", "total_resolution", "acceptance" }
        )
        {
            var clock = line.GetProperty("clocks")
                .EnumerateArray()
                .Last(each => each.GetProperty("kind").ValueEquals(kind));
            foreach (var field in Fields)
            {
                var told = clock.TryGetProperty(field, out var value) ? value.ToString() : "";
                var same =
                    field.EndsWith("_at", StringComparison.Ordinal) && told.Length > 0
                        ? DateTimeOffset.Parse(told, CultureInfo.InvariantCulture)
                            == DateTimeOffset.Parse(row[$"{kind}_{field}"], CultureInfo.InvariantCulture)
                    : field.EndsWith("ed_seconds", StringComparison.Ordinal) ? row[$"{kind}_{field}"].Length > 0
                    : string.Equals(told, row[$"{kind}_{field}"], StringComparison.OrdinalIgnoreCase);
                same.ShouldBeTrue($"{kind} {field}: {told} and {row[$"{kind}_{field}"]}");
            }
        }

        line.GetProperty("clocks")
            .EnumerateArray()
            .Count(each => each.GetProperty("kind").ValueEquals("next_response"))
            .ShouldBe(2);
        (row["next_response_state"], row["next_response_breached"], row["next_response_target_seconds"]).ShouldBe(
            ("running", "true", "60")
        );
        // The hour of that Friday, and that of a Monday at least.
        long.Parse(row["next_response_elapsed_seconds"], CultureInfo.InvariantCulture)
            .ShouldBeGreaterThanOrEqualTo(7200);
        (row["resolution_elapsed_seconds"], row["resolution_paused_seconds"]).ShouldBe(("600", "3600"));
        row["resolution_met_at"].ShouldStartWith("2026-06-05T16:10:00");
        row["total_resolution_elapsed_seconds"].ShouldBe("1800");
        // A minute before, half an hour of that Friday and an hour of Monday at least.
        long.Parse(row["total_resolution_paused_seconds"], CultureInfo.InvariantCulture)
            .ShouldBeGreaterThanOrEqualTo(60 + 1800 + 3600);
        (row["acceptance_state"], row["acceptance_met_at"], row["acceptance_breached"]).ShouldBe(
            ("cancelled", "", "true")
        );
    }

    [Fact]
    public async Task However_many_there_are_a_page_of_them_is_held_at_a_time()
    {
        const int Many = 3_500;
        await router.DoAsync(
            $"""
            INSERT INTO router.tickets
            SELECT (jsonb_populate_record(t, jsonb_build_object('ticket_id', 1000000 + n, 'status', 'closed'))).*
              FROM router.tickets t CROSS JOIN generate_series(1, {Many}) AS n
             WHERE t.ticket_id = {router.Ticket}
            """,
            Stop
        );
        try
        {
            var rows = new List<WeakReference>();
            await foreach (
                var page in ExportedRows.ReadAsync<ExportedTicket>(
                    router.Process.Services.GetRequiredService<NpgsqlDataSource>(),
                    ExportedTicket.Next,
                    Stop
                )
            )
            {
                rows.AddRange(page.Select(row => new WeakReference(row)));
                if (rows.Count > Many)
                {
                    GC.Collect();
                    rows.Count(each => each.IsAlive).ShouldBeLessThanOrEqualTo(2_000);
                }
            }

            rows.Count.ShouldBe(Many + 1);
            (await LinesAsync())
                .Select(line => line.GetProperty("number").GetString())
                .Distinct()
                .Count()
                .ShouldBe(Many + 1);
        }
        finally
        {
            await router.DoAsync("DELETE FROM router.tickets WHERE ticket_id > 1000000", Stop);
        }
    }

    public async ValueTask InitializeAsync() => await router.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<List<JsonElement>> LinesAsync()
    {
        using var lead = router.Process.ClientAs(Role.Lead);
        var text = await lead.GetStringAsync(new Uri("/api/v1/export/tickets.jsonl", UriKind.Relative), Stop);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private async Task<List<IReadOnlyDictionary<string, string>>> ReadAsync()
    {
        using var lead = router.Process.ClientAs(Role.Lead);
        await using var body = await lead.GetStreamAsync(new Uri("/api/v1/export/tickets.csv", UriKind.Relative), Stop);
        using var csv = new CsvReader(new StreamReader(body), CultureInfo.InvariantCulture);
        (await csv.ReadAsync()).ShouldBeTrue();
        csv.ReadHeader();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (await csv.ReadAsync())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        }

        return rows;
    }
}
