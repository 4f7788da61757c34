using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Router;
using TriageMesh.Router.Clocks;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A version that left the tickets of erased persons open is replaced by this one.</summary>
public sealed class Erased_by_an_older_version(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Pseudonym = "erased-0123456789abcdef0123456789abcdef";

    // The person goes, the ticket stays as it is.
    private const string EraseAsBefore = """
        INSERT INTO router.authors (channel, account, author_id, tier)
        SELECT channel, account, @Pseudonym, tier FROM router.authors WHERE author_id = @author;
        UPDATE router.mentions SET author_id = @Pseudonym, text = '' WHERE author_id = @author;
        UPDATE router.tickets SET author_id = @Pseudonym, first_line = '' WHERE author_id = @author;
        DELETE FROM router.authors WHERE author_id = @author
        """;

    private const string TakeBackTheScripts = """
        DROP TABLE router.tickets_of_the_erased;
        ALTER TABLE router.authors DROP COLUMN erased;
        DELETE FROM mesh.migrations WHERE schema_name = 'router' AND number >= 24
        """;

    [Fact]
    public async Task Their_open_tickets_end_once_as_those_of_who_is_erased_today()
    {
        await using var world = await BeginAsync(postgres);
        var (theirs, others) = (await world.OpenAsync("ann"), await world.OpenAsync("bob"));
        var agent = Handing_over.IdOf(await world.PersonAsync());
        await world.SqlAsync(
            """
            UPDATE router.tickets SET status = 'open', assignee_id = @agent WHERE ticket_id = @theirs;
            UPDATE router.agents SET open_tickets = 1 WHERE agent_id = @agent
            """,
            new { agent, theirs }
        );
        await world.SqlAsync(EraseAsBefore, new { author = "ann", Pseudonym });
        await world.SqlAsync(TakeBackTheScripts);

        await using (await StartAsync(world))
        {
            await Eventually.Be(_ => world.TicketAsync(theirs), ticket => ticket.Status == "closed", Stop);
            await Eventually.Be(
                _ => world.OneAsync<long>("SELECT count(*) FROM router.tickets_of_the_erased"),
                left => left == 0,
                Stop
            );
        }

        world.Time.Advance(TimeSpan.FromDays(3));
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        var history = await world.EventsAsync(theirs);
        history.Count(kind => kind == "author_erased").ShouldBe(1);
        history.ShouldNotContain("clock.breach");
        (await world.ReplayAsync(theirs)).Status.ShouldBe(TicketStatus.Closed);
        (await world.TicketAsync(theirs)).NextDueAt.ShouldBeNull();
        (
            await world.ListAsync<string>(
                "SELECT DISTINCT state FROM router.clocks WHERE ticket_id = @theirs",
                new { theirs }
            )
        ).ShouldBe(["cancelled"]);
        // The running router may have given them the other one meanwhile.
        (
            await world.OneAsync<bool>(
                """
                SELECT open_tickets = (SELECT count(*) FROM router.tickets
                                        WHERE assignee_id = @agent AND ticket_id <> @theirs)
                  FROM router.agents WHERE agent_id = @agent
                """,
                new { agent, theirs }
            )
        ).ShouldBeTrue("who had it has room");
        (await world.TicketAsync(others)).Status.ShouldNotBe("closed");
    }

    [Fact]
    public async Task One_on_which_another_customer_still_waits_goes_on()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead);
        var (kept, merged) = (await world.OpenAsync("ann"), await world.OpenAsync("bob"));
        await Splitting_and_merging.MergeAsync(world, merged, kept, lead);
        await world.SqlAsync(EraseAsBefore, new { author = "ann", Pseudonym });
        await world.SqlAsync(TakeBackTheScripts);

        await using (await StartAsync(world))
        {
            await Eventually.Be(
                _ => world.OneAsync<long>("SELECT count(*) FROM router.tickets_of_the_erased"),
                left => left == 0,
                Stop
            );
        }

        (await world.TicketAsync(kept)).Status.ShouldNotBe("closed");
        (await world.EventsAsync(kept)).ShouldNotContain("author_erased");
    }

    /// <summary>The new version, with its workers, at the hour of the specification.</summary>
    private Task<MeshProcess> StartAsync(RouterWorld world) =>
        MeshProcess.StartAsync(
            [new RouterService()],
            postgres.ConnectionString,
            new Dictionary<string, string>(),
            Stop,
            builder => builder.Services.AddSingleton<TimeProvider>(world.Time)
        );
}
