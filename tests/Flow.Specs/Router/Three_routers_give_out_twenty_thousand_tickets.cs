using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>Three router processes on one database and a real broker, while agents come and go and resolve, and one of the three is killed: invariant I2.</summary>
public sealed class Three_routers_give_out_twenty_thousand_tickets(
    PostgresFixture postgres,
    RabbitFixture rabbit,
    ITestOutputHelper output
) : IClassFixture<PostgresFixture>, IClassFixture<RabbitFixture>, IDisposable
{
    private const int Tickets = 20_000;
    private const int Batch = 200;
    private const int Agents = 40;
    private const int Capacity = 450;
    private const int MostResolved = 700;
    private const int ActsForALook = 30;

    // The database itself watches every change of every transaction: what is seen here cannot have been missed between two looks.
    private const string Watch = """
        CREATE TABLE router.seen (what text NOT NULL);

        CREATE FUNCTION router.watch_load() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO router.seen VALUES (format('agent %s has %s of %s', NEW.agent_id, NEW.open_tickets, NEW.capacity));
          RETURN NULL;
        END $$;

        CREATE TRIGGER watch_load AFTER UPDATE ON router.agents FOR EACH ROW
          WHEN (NEW.open_tickets > OLD.open_tickets AND NEW.open_tickets > NEW.capacity)
          EXECUTE FUNCTION router.watch_load();

        CREATE FUNCTION router.watch_assignee() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO router.seen VALUES (format('ticket %s was taken from %s', NEW.ticket_id, OLD.assignee_id));
          RETURN NULL;
        END $$;

        CREATE TRIGGER watch_assignee AFTER UPDATE ON router.tickets FOR EACH ROW
          WHEN (OLD.assignee_id IS DISTINCT FROM NEW.assignee_id AND OLD.assignee_id IS NOT NULL)
          EXECUTE FUNCTION router.watch_assignee();

        CREATE FUNCTION router.watch_presence() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO router.seen VALUES (format('agent %s was away', NEW.agent_id));
          RETURN NULL;
        END $$;

        CREATE TRIGGER watch_presence AFTER UPDATE ON router.agents FOR EACH ROW
          WHEN (NEW.open_tickets > OLD.open_tickets AND NOT NEW.online)
          EXECUTE FUNCTION router.watch_presence();
        """;

    private const string Employ = """
        INSERT INTO router.agents (agent_id, name, capacity, online)
        SELECT gen_random_uuid(), 'agent-' || n, @Capacity, true FROM generate_series(1, @Agents) AS n;

        INSERT INTO router.queue_members (queue_id, agent_id)
        SELECT q.queue_id, a.agent_id FROM router.queues q, router.agents a WHERE q.is_default;
        """;

    // In the order in which everybody locks agents.
    private const string Return = """
        UPDATE router.agents a
           SET online = true, present_until = 'infinity'
          FROM (SELECT agent_id FROM router.agents ORDER BY agent_id FOR NO KEY UPDATE) AS everybody
         WHERE a.agent_id = everybody.agent_id
        """;

    private const string HowItStands = """
        SELECT (SELECT count(*) FROM router.tickets) AS routed,
               (SELECT count(*) FROM router.tickets WHERE assignee_id IS NULL) AS waiting,
               (SELECT coalesce(sum(greatest(0, capacity - open_tickets)), 0) FROM router.agents WHERE online) AS room
        """;

    private readonly SemaphoreSlim _acts = new(0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_gets_too_many_no_ticket_has_two_and_none_waits_while_somebody_has_room()
    {
        postgres.Require();
        rabbit.Require();
        var began = Stopwatch.GetTimestamp();
        using var first = await RouterProcess.StartAsync(postgres, rabbit, Stop);
        var others = await Task.WhenAll(
            RouterProcess.StartAsync(postgres, rabbit, Stop),
            RouterProcess.StartAsync(postgres, rabbit, Stop)
        );
        using var second = others[0];
        using var third = others[1];
        RouterProcess[] routers = [first, second, third];
        await ExecuteAsync(Employ, new { Capacity, Agents });
        await ExecuteAsync(Watch);
        output.WriteLine($"up after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        using var shift = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var day = Task.WhenAll(
            ComeAndGoAsync(routers[0], seed: 1, shift.Token),
            ComeAndGoAsync(routers[1], seed: 2, shift.Token),
            ResolveAsync(routers[1], seed: 3, shift.Token),
            ResolveAsync(routers[0], seed: 4, shift.Token)
        );
        await PublishAsync();
        await Eventually.Be(StandingAsync, now => now.Routed >= Tickets / 3, Stop, TimeSpan.FromMinutes(3));
        // With batches in hand, and in the middle of giving out: as a power cut would.
        third.Kill();
        output.WriteLine(
            $"one killed after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {await StandingAsync(Stop)}"
        );
        var starting = RouterProcess.StartAsync(postgres, rabbit, Stop);
        await Eventually.Be(StandingAsync, now => now.Routed == Tickets, Stop, TimeSpan.FromMinutes(3));
        output.WriteLine($"all routed after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        using var again = await starting;
        routers[2] = again;
        await shift.CancelAsync();
        var (comings, resolved) = await day is [var one, var two, var three, var four]
            ? (one + two, three + four)
            : (0, 0);

        // As it stands, some of them away: nobody who is there has room while something waits.
        await Eventually.Be(StandingAsync, now => now.Waiting == 0 || now.Room == 0, Stop);

        // Everybody is back: what room there is is used.
        await ExecuteAsync(Return);
        var full = await Eventually.Be(StandingAsync, now => now.Waiting == 0 || now.Room == 0, Stop);
        output.WriteLine($"{comings} comings and goings, {resolved} resolved; {full}");
        full.Waiting.ShouldBeGreaterThan(0, "there is more work than hands");

        // A lead makes room, on any router: the rest is given.
        await RaiseCapacityAsync(routers);
        await Eventually.Be(StandingAsync, now => now.Waiting == 0, Stop);
        output.WriteLine($"all given after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        (await ListAsync<string>("SELECT what FROM router.seen LIMIT 5")).ShouldBeEmpty();
        (
            await ListAsync<long>(
                "SELECT ticket_id FROM router.events WHERE kind = 'assigned' GROUP BY ticket_id HAVING count(*) <> 1"
            )
        ).ShouldBeEmpty();
        (await ListAsync<long>("SELECT count(*) FROM router.events WHERE kind = 'assigned'")).ShouldBe([Tickets]);
        (
            await ListAsync<string>(
                """
                SELECT a.name FROM router.agents a
                 WHERE a.open_tickets <> (SELECT count(*) FROM router.tickets t
                                           WHERE t.assignee_id = a.agent_id AND t.status NOT IN ('resolved', 'closed'))
                """
            )
        ).ShouldBeEmpty();
    }

    private async Task PublishAsync()
    {
        await using var publisher = await MeshProcess.StartAsync(
            [new Publisher()],
            postgres.ConnectionString,
            new Dictionary<string, string> { ["Bus:Transport"] = "rabbitmq", ["Bus:Uri"] = rabbit.Uri },
            Stop
        );
        await BusBound.WaitAsync(publisher.Services, Stop);
        var bus = publisher.Services.GetRequiredService<IBus>();
        for (var number = 0; number < Tickets; number += Batch)
        {
            await bus.Publish(Publisher.Complaints(number, Batch, TimeProvider.System.GetUtcNow()), Stop);
        }
    }

    /// <summary>Agents leave and come back, through the API.</summary>
    private async Task<int> ComeAndGoAsync(RouterProcess router, int seed, CancellationToken shift)
    {
        var (random, changes) = (new Random(seed), 0);
        var agents = await ListAsync<Guid>("SELECT agent_id FROM router.agents WHERE capacity > 0 ORDER BY name");
        while (!shift.IsCancellationRequested)
        {
            using var answer = await router.Lead.PutAsJsonAsync(
                new Uri($"/api/v1/agents/{agents[random.Next(agents.Count)]}/presence", UriKind.Relative),
                new { online = random.Next(10) < 6 },
                Stop
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            changes++;
            await NextLookAsync(shift);
        }

        return changes;
    }

    /// <summary>Tickets in hand are resolved, through the API.</summary>
    private async Task<int> ResolveAsync(RouterProcess router, int seed, CancellationToken shift)
    {
        var (random, resolved) = (new Random(seed), 0);
        while (!shift.IsCancellationRequested && resolved < MostResolved)
        {
            var inHand = await ListAsync<long>(
                """
                SELECT ticket_id FROM router.tickets
                 WHERE assignee_id IS NOT NULL AND status = 'open' AND ticket_id > @after
                 ORDER BY ticket_id LIMIT 5
                """,
                new { after = 1_000 + random.Next(Tickets) }
            );
            foreach (var ticket in inHand)
            {
                using var answer = await router.Lead.PostAsJsonAsync(
                    new Uri($"/api/v1/tickets/{ticket}/resolve", UriKind.Relative),
                    new { reason = "done" },
                    Stop
                );
                // The other one may have been faster.
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Conflict);
                resolved += answer.StatusCode == HttpStatusCode.OK ? 1 : 0;
            }

            await NextLookAsync(shift);
        }

        return resolved;
    }

    private async Task RaiseCapacityAsync(RouterProcess[] routers)
    {
        var agents = await ListAsync<(Guid Id, string Name)>(
            "SELECT agent_id, name FROM router.agents WHERE capacity > 0"
        );
        foreach (var (agent, i) in agents.Select((agent, i) => (agent, i)))
        {
            using var answer = await routers[i % routers.Length]
                .Lead.PutAsJsonAsync(
                    new Uri($"/api/v1/agents/{agent.Id}", UriKind.Relative),
                    new { name = agent.Name, capacity = 600 },
                    Stop
                );
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    /// <summary>People act a few times for each look at how it stands, so that the machine is for the routers.</summary>
    private async Task NextLookAsync(CancellationToken shift) =>
        await _acts.WaitAsync(shift).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose() => _acts.Dispose();

    private async Task<Standing> StandingAsync(CancellationToken cancellationToken)
    {
        _acts.Release(ActsForALook);
        await using var connection = await postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<Standing>(
            new CommandDefinition(HowItStands, cancellationToken: cancellationToken)
        );
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: Stop))];
    }

    private async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: Stop));
    }

    private sealed record Standing(long Routed, long Waiting, long Room);
}
