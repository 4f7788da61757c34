using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Defaults;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>A week of complaints for twelve people on shifts, half an hour at a time, by two routers on one database. The same as the simulation of sixty, which needs none, with everything that it leaves out.</summary>
public sealed class A_week_of_twelve_agents(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private const int Agents = 12;
    private const int HalfHours = 7 * 48;
    private const int Capacity = 3;

    private const string Employ = """
        INSERT INTO router.agents (agent_id, name, capacity, online, languages, rate_limit, rate_minutes)
        VALUES (@id, @name, @Capacity, true, @languages, 4, 30);
        INSERT INTO router.queue_members VALUES (@Support, @id);
        INSERT INTO router.shifts (agent_id, definition, updated_by, updated_at) VALUES (@id, @shift::jsonb, @id, now())
        """;

    private const string Figures = """
        SELECT (SELECT count(*) FROM router.tickets) AS arrived,
               count(*) AS given,
               (SELECT count(*) FROM router.events WHERE cause = 'answered this author last') AS known,
               (SELECT count(*) FROM router.events WHERE cause LIKE 'nobody with the language%') AS without_language,
               (extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY e.at - t.opened_at)) / 60)::int AS p50,
               (extract(epoch FROM percentile_disc(0.95) WITHIN GROUP (ORDER BY e.at - t.opened_at)) / 60)::int AS p95
          FROM router.tickets t
          JOIN LATERAL (SELECT e.at, e.cause FROM router.events e
                         WHERE e.ticket_id = t.ticket_id AND e.kind = 'assigned'
                         ORDER BY e.event_id LIMIT 1) AS e ON true
        """;

    private const string ByAgent = """
        SELECT count(e.event_id)
          FROM router.agents a
          LEFT JOIN router.events e ON e.kind = 'assigned' AND e.assignee_id = a.agent_id
         WHERE a.capacity > 0
         GROUP BY a.agent_id
         ORDER BY 1
        """;

    private readonly Random _random = new(7);

    [Fact]
    public async Task No_rule_is_broken_and_the_work_is_spread()
    {
        await using var world = await BeginAsync(postgres);
        IServiceProvider[] routers = [world.Get<IServiceProvider>(), world.AddRouter()];
        await EmployAsync(world);
        await WatchedAssignments.BeginAsync(world);
        var lead = await world.PersonAsync(TriageMesh.Contracts.Role.Lead, capacity: 0);
        // From a Monday, seven in the morning in Shanghai.
        world.Time.AdvanceTo(new DateTimeOffset(2026, 6, 7, 23, 0, 0, TimeSpan.Zero));
        var waiting = new LifeWaiting(world);
        for (var half = 0; half < HalfHours; half++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(30));
            foreach (var ticket in await DoneAsync(world))
            {
                if (_random.Next(3) > 0)
                {
                    await world.ReplyAsync(ticket, lead, "resolve");
                    await RememberAsync(world, ticket);
                }
                else
                {
                    await world.ResolveAsync(ticket, lead);
                }
            }

            ClassifiedMention[] posts =
            [
                .. Enumerable.Range(0, ArrivalsAt(half)).Select(n => Post(world, $"{half}-{n}")),
            ];
            if (posts.Length > 0)
            {
                await world.RouteAsync(posts);
            }

            await Task.WhenAll(
                routers.Select(router => router.GetRequiredService<QueueDrain>().RunAsync(RouterDefaults.Support, Stop))
            );
            await waiting.CheckAsync();
        }

        (await world.ListAsync<string>(WatchedAssignments.Broken)).ShouldBeEmpty();
        var figures = await world.OneAsync<Week>(Figures);
        var byAgent = await world.ListAsync<int>(ByAgent);
        output.WriteLine($"{figures}; per agent {string.Join(' ', byAgent)}");
        TestContext.Current.SendDiagnosticMessage($"{figures}; per agent {string.Join(' ', byAgent)}");
        figures.Given.ShouldBeGreaterThan(300);
        (figures.Arrived - figures.Given).ShouldBeLessThan(30, "what the last night left");
        figures.Known.ShouldBeGreaterThan(0);
        figures.P50.ShouldBe(0, "most are given at once");
        figures.P95.ShouldBeGreaterThan(0, "there was more to do than hands at times");
        // Little comes at night, so not everybody can have the same.
        byAgent[0].ShouldBeGreaterThan(byAgent[^1] / 10);
    }

    /// <summary>Three shifts that overlap, five days in seven, each begun on another day; who reads English, Chinese, or both.</summary>
    private static async Task EmployAsync(RouterWorld world)
    {
        string[] days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        string[] shifts =
        [
            """[{"from":"07:00","to":"15:30"}]""",
            """[{"from":"14:30","to":"23:30"}]""",
            """[{"from":"00:00","to":"07:30"},{"from":"23:00","to":"24:00"}]""",
        ];
        for (var number = 0; number < Agents; number++)
        {
            var week = days.Where((_, day) => day != number % 7 && day != (number + 1) % 7)
                .Select(day => $"\"{day}\":{shifts[number % 3]}");
            await world.SqlAsync(
                Employ,
                new
                {
                    id = new Guid($"0198c1f0-0000-7000-8000-{number + 1:D12}"),
                    name = $"agent-{number + 1}",
                    Capacity,
                    RouterDefaults.Support,
                    languages = (number / 3 % 3) switch
                    {
                        0 => new[] { "zh", "en" },
                        1 => ["en"],
                        _ => ["zh"],
                    },
                    shift = $$"""{"zone":"Asia/Shanghai","week":{{{string.Join(',', week)}}},"days":[]}""",
                }
            );
        }
    }

    /// <summary>Little at night, most in the evening; on Wednesday afternoon twice as much.</summary>
    private int ArrivalsAt(int half)
    {
        var (day, hour) = (half / 48, (half / 2 + 7) % 24);
        var most =
            hour < 7 ? 1
            : hour < 17 ? 4
            : 6;
        return _random.Next(day == 2 && hour is 15 or 16 ? most * 3 : most + 1);
    }

    private ClassifiedMention Post(RouterWorld world, string id)
    {
        var post = world.Post($"author-{_random.Next(500)}", id);
        return post with
        {
            Classification = post.Classification with { Language = _random.Next(10) < 7 ? "zh" : "en" },
        };
    }

    /// <summary>What has been in hand for long enough: between half an hour and two.</summary>
    private async Task<IReadOnlyList<long>> DoneAsync(RouterWorld world) =>
        [
            .. (
                await world.ListAsync<long>(
                    """
                    SELECT ticket_id FROM router.tickets
                     WHERE assignee_id IS NOT NULL AND status NOT IN ('resolved', 'closed') AND assigned_at < @now
                     ORDER BY ticket_id
                    """,
                    new { now = world.Now }
                )
            ).Where(_ => _random.Next(2) == 0),
        ];

    /// <summary>The lead has typed it; who is remembered is whose ticket it was.</summary>
    private static Task RememberAsync(RouterWorld world, long ticket) =>
        world.SqlAsync(
            """
            UPDATE router.last_answers l SET agent_id = t.assignee_id
              FROM router.tickets t
             WHERE t.ticket_id = @ticket AND (l.channel, l.account, l.author_id) = (t.channel, t.account, t.author_id)
            """,
            new { ticket }
        );

    private sealed record Week(long Arrived, long Given, long Known, long WithoutLanguage, int P50, int P95);
}
