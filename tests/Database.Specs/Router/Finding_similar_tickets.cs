using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Similar;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Finding_similar_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task What_was_like_it_is_found_with_how_it_was_solved_and_nothing_else_is()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var solved = await OpenAsync(world, "ann", "退款申请通过七天了，钱到现在都没到账");
        await OpenAsync(world, "bob", "空调安装师傅临时加价三百块");
        await SolveAsync(world, solved, agent, "已为您加急，今天到账。");
        var asked = await OpenAsync(world, "eve", "退款申请都通过十天了，钱还是没有到账。");

        var similar = (await FindAsync(world, asked, agent)).ShouldHaveSingleItem();

        similar.Id.ShouldBe(solved);
        similar.Likeness.ShouldBeGreaterThan(0.3);
        (similar.SameOrder, similar.SameAuthor).ShouldBe((false, false));
        similar.Solution.ShouldNotBeNull().Answer.ShouldBe("已为您加急，今天到账。");
        similar.Solution.By.ShouldStartWith("agent-");
    }

    [Fact]
    public async Task It_is_found_by_what_opened_it_whatever_was_said_later()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var solved = await OpenAsync(world, "ann", "The blender stopped working and smells burnt.");
        await SayAsync(world, "ann", "Are you still there?");
        await SolveAsync(world, solved, agent, "A new one is on its way.");
        await SayAsync(world, "ann", "Thank you so much, lovely people!", Label.Praise);
        var asked = await OpenAsync(world, "eve", "My blender smells burnt and stopped.");
        await SayAsync(world, "eve", "Hello? Nobody answers me.");

        var similar = (await FindAsync(world, asked, agent)).ShouldHaveSingleItem();

        (similar.Id, similar.FirstLine).ShouldBe((solved, "The blender stopped working and smells burnt."));
        (await world.ListAsync<string>("SELECT first_line FROM router.tickets ORDER BY ticket_id")).ShouldBe([
            "Thank you so much, lovely people!",
            "Hello? Nobody answers me.",
        ]);
    }

    [Fact]
    public async Task The_answer_is_the_last_one_that_everybody_could_read()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var solved = await OpenAsync(world, "ann", "The blender stopped working and smells burnt.");
        await SolveAsync(world, solved, agent, "A new one is on its way.");
        foreach (
            var (visibility, status) in new[]
            {
                ("private", "sent"),
                ("public", "sending"),
                ("public", "unknown"),
                ("public", "failed"),
            }
        )
        {
            await AnswerAsync(world, solved, agent, $"{visibility} {status}", visibility, status);
        }

        var asked = await OpenAsync(world, "eve", "My blender smells burnt and stopped.");

        (await FindAsync(world, asked, agent))
            .ShouldHaveSingleItem()
            .Solution.ShouldNotBeNull()
            .Answer.ShouldBe("A new one is on its way.");
    }

    [Fact]
    public async Task The_same_order_comes_first_whatever_its_words_are()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var alike = await OpenAsync(world, "ann", "The blender stopped working and smells burnt.");
        var ofOrder = await OpenAsync(world, "bob", "Where is my invoice?");
        var asked = await OpenAsync(world, "eve", "My blender smells burnt and stopped.");
        await world.SqlAsync(
            "UPDATE router.tickets SET order_number = 'A-1' WHERE ticket_id = ANY (@ids)",
            new { ids = new[] { ofOrder, asked } }
        );

        var similar = await FindAsync(world, asked, agent);

        similar.Select(each => each.Id).ShouldBe([ofOrder, alike]);
        similar[0].SameOrder.ShouldBeTrue();
        similar[0].Solution.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_of_another_queue_is_shown_nor_is_a_ticket_that_the_caller_may_not_see()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var lead = await world.PersonAsync(Role.Lead, member: false);
        var queue = await world.AddQueueAsync("Elsewhere");
        var theirs = await OpenAsync(world, "ann", "The blender stopped working and smells burnt.");
        var asked = await OpenAsync(world, "eve", "My blender smells burnt and stopped.");
        await world.SqlAsync(
            "UPDATE router.tickets SET queue_id = @queue WHERE ticket_id = @theirs",
            new { queue, theirs }
        );

        (await FindAsync(world, asked, agent)).ShouldBeEmpty();
        (await FindAsync(world, asked, lead)).ShouldHaveSingleItem().Id.ShouldBe(theirs);
        (await SimilarEndpoint.HandleAsync(theirs, agent, world.Get<NpgsqlDataSource>(), Stop))
            .Result.ShouldBeOfType<ProblemHttpResult>()
            .StatusCode.ShouldBe(404);
    }

    [Fact]
    public async Task The_look_reads_few_rows_where_very_many_tickets_are_about_the_same()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(
            "INSERT INTO router.likeness SELECT b, n FROM generate_series(1, 6) AS b, generate_series(1, 30000) AS n; ANALYZE router.likeness"
        );

        var plan = string.Join(
            '\n',
            await world.ListAsync<string>(
                "EXPLAIN (ANALYZE, TIMING OFF) " + SimilarTickets.About,
                new { id = 5L, bands = new[] { 1, 2, 3, 4, 5, 6 } }
            )
        );

        plan.ShouldContain("likeness_pkey");
        plan.ShouldNotContain("Seq Scan on likeness");
        // Sixty of each number and the limit above them, not thirty thousand.
        plan.ShouldContain("rows=60 loops=6");
    }

    private static async Task<long> OpenAsync(RouterWorld world, string author, string text)
    {
        await world.RouteAsync(world.Post(author, $"{author}-1", text: text));
        return await world.OneAsync<long>(
            "SELECT ticket_id FROM router.tickets WHERE author_id = @author",
            new { author }
        );
    }

    private static async Task SayAsync(RouterWorld world, string author, string text, Label label = Label.Complaint)
    {
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync(world.Post(author, $"{author}-{Guid.NewGuid():N}", label, text: text));
    }

    private static async Task SolveAsync(RouterWorld world, long id, ClaimsPrincipal agent, string answer)
    {
        await world.SqlAsync(
            """
            UPDATE router.tickets SET status = 'resolved', resolved_at = @now, assignee_id = @agent WHERE ticket_id = @id;
            INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
            VALUES (@id, 'resolved', @agent::text, @now, '{}', 'resolved', @Support, 9)
            """,
            new
            {
                id,
                agent = Handing_over.IdOf(agent),
                now = world.Now,
                RouterDefaults.Support,
            }
        );
        await AnswerAsync(world, id, agent, answer);
    }

    private static Task AnswerAsync(
        RouterWorld world,
        long id,
        ClaimsPrincipal agent,
        string text,
        string visibility = "public",
        string status = "sent"
    )
    {
        world.Time.Advance(TimeSpan.FromMinutes(1));
        return world.SqlAsync(
            """
            INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at)
            SELECT gen_random_uuid(), @id, mention_id, @agent, @text, @visibility, @status, @now
              FROM router.mentions WHERE ticket_id = @id LIMIT 1
            """,
            new
            {
                id,
                agent = Handing_over.IdOf(agent),
                text,
                visibility,
                status,
                now = world.Now,
            }
        );
    }

    private static async Task<IReadOnlyList<SimilarTicket>> FindAsync(
        RouterWorld world,
        long id,
        ClaimsPrincipal person
    ) =>
        (await SimilarEndpoint.HandleAsync(id, person, world.Get<NpgsqlDataSource>(), Stop))
            .Result.ShouldBeOfType<Ok<IReadOnlyList<SimilarTicket>>>()
            .Value!;
}
