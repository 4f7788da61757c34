using System.Data;
using Dapper;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Relay;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Nothing of a person slips past their erasure, and nothing that is being sent to them goes out empty.</summary>
public sealed class Erasing_while_others_work(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann-the-author";

    private const string Waiting = """
        SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        """;

    [Fact]
    public async Task A_first_post_that_is_being_routed_when_it_is_to_be_kept_out_is_erased_with_its_author()
    {
        await using var world = await BeginAsync(postgres);
        var erasure = await Erasing_a_person.EraseAsync(world, Ann);
        var late = world.Post(Ann, "1", text: "Here I am");
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var held = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync("LOCK TABLE router.mention_keys IN SHARE MODE", transaction: held);
        var routing = world.RouteAsync(late);
        await Eventually.Be(_ => world.OneAsync<int>(Waiting), waiting => waiting == 1, Stop);

        var answering = world
            .Get<Erasures>()
            .AnswerAsync(new(erasure.Id, "ingest", Nothing, [late.Mention.MentionId]), Stop);
        await Eventually.Be(_ => world.OneAsync<int>(Waiting), waiting => waiting == 2 || answering.IsCompleted, Stop);
        await held.CommitAsync(Stop);
        await answering;
        try
        {
            await routing;
        }
        catch (DBConcurrencyException)
        {
            // The id was kept out first. The message comes again.
            await world.RouteAsync(late);
        }

        (await CountAsync(world, "router.mentions WHERE text <> '' OR author_id = 'ann-the-author'")).ShouldBe(0);
        (await CountAsync(world, "router.authors WHERE author_id = 'ann-the-author'")).ShouldBe(0);
        (await CountAsync(world, "router.tickets WHERE first_line <> ''")).ShouldBe(0);
    }

    [Fact]
    public async Task A_mention_that_was_kept_out_stays_out_also_when_the_answer_comes_after_the_end()
    {
        await using var world = await BeginAsync(postgres);
        var erasure = await Erasing_a_person.EraseAsync(world, Ann);
        var late = world.Post(Ann, "1");
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Nothing, []), Stop);
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "classifier", Nothing, []), Stop);

        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Nothing, [late.Mention.MentionId]), Stop);
        await world.RouteAsync(late);

        (await CountAsync(world, "router.mentions")).ShouldBe(0);
        (await CountAsync(world, "router.authors")).ShouldBe(0);
    }

    [Fact]
    public async Task A_reply_that_is_given_at_the_same_moment_is_not_made_empty()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync(Ann);
        await world.ReplyAsync(ticket, await world.PersonAsync());
        await world.SqlAsync("UPDATE router.replies SET published_at = now()");
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var replying = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync(
            """
            SELECT FROM router.tickets FOR NO KEY UPDATE;
            INSERT INTO router.replies (reply_id, ticket_id, mention_id, agent_id, text, visibility, status, created_at)
            SELECT gen_random_uuid(), ticket_id, mention_id, agent_id, 'Dear Ann', visibility, 'sending', now() FROM router.replies
            """,
            transaction: replying
        );

        var asking = world.Get<Erasures>().RequestAsync("weibo", Ann, Guid.NewGuid(), Stop);
        await Eventually.Be(_ => world.OneAsync<int>(Waiting), waiting => waiting == 1 || asking.IsCompleted, Stop);
        await replying.CommitAsync(Stop);

        (await asking).ShouldBeNull();
        (await CountAsync(world, "router.replies WHERE text = 'Dear Ann'")).ShouldBe(1);
        (await CountAsync(world, "router.erasures")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_to_be_sent_when_a_service_answers_is_left_to_the_next_time_and_the_ids_are_kept()
    {
        await using var world = await BeginAsync(postgres);
        var erasure = await Erasing_a_person.EraseAsync(world, Ann);
        var ticket = await world.OpenAsync(Ann);
        await world.ReplyAsync(ticket, await world.PersonAsync());
        var late = world.Post(Ann, "late");
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "classifier", Nothing, []), Stop);

        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Nothing, [late.Mention.MentionId]), Stop);

        (await CountAsync(world, "router.replies WHERE text <> '' AND published_at IS NULL")).ShouldBe(1);
        var open = (await world.Get<ErasureList>().FindAsync(erasure.Id, Stop))!;
        open.FinishedAt.ShouldBeNull();
        open.Awaited.ShouldBe(["router"]);
        await world.RouteAsync(late);
        (await CountAsync(world, "router.mentions")).ShouldBe(1);

        await world.SqlAsync("UPDATE router.replies SET published_at = now()");
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Nothing, []), Stop);

        (await world.Get<ErasureList>().FindAsync(erasure.Id, Stop))!.FinishedAt.ShouldNotBeNull();
        (await CountAsync(world, "router.replies WHERE text <> ''")).ShouldBe(0);
    }

    [Fact]
    public async Task An_empty_text_is_never_sent()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync(Ann);
        await world.ReplyAsync(ticket, await world.PersonAsync());
        await world.SqlAsync("UPDATE router.replies SET text = ''");

        (await world.Get<ReplyOutbox>().PublishAsync(Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task What_people_said_of_their_posts_is_told_by_number_until_the_end()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync(Ann);
        await RelabelAsync(world);
        var erasure = await Erasing_a_person.EraseAsync(world, Ann);
        (await RelabelsAsync(world)).ShouldBe([1L]);

        await world.OpenAsync(Ann);
        await RelabelAsync(world);
        await world.SqlAsync("UPDATE router.erasures SET announced_at = now()");
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Nothing, []), Stop);
        (await RelabelsAsync(world)).ShouldBe([1L, 2L]);
        (await CountAsync(world, "router.erasures WHERE announced_at IS NULL")).ShouldBe(1);

        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "classifier", Nothing, []), Stop);

        (await world.Get<ErasureList>().FindAsync(erasure.Id, Stop))!.FinishedAt.ShouldNotBeNull();
        (await RelabelsAsync(world)).ShouldBeEmpty();
    }

    private static Dictionary<string, int> Nothing => [];

    private static Task RelabelAsync(RouterWorld world) =>
        world.SqlAsync(
            """
            INSERT INTO router.agents (agent_id, name, capacity) VALUES ('00000000-0000-0000-0000-0000000000aa', 'Kim', 1)
                ON CONFLICT DO NOTHING;
            INSERT INTO router.relabels (mention_id, from_label, to_label, agent_id, reason, at)
            SELECT mention_id, 'other', 'complaint', '00000000-0000-0000-0000-0000000000aa', 'seen', now()
              FROM router.mentions WHERE text <> ''
            """
        );

    private static Task<long[]> RelabelsAsync(RouterWorld world) =>
        world.OneAsync<long[]>("SELECT relabel_ids FROM router.erasures");

    private static Task<int> CountAsync(RouterWorld world, string what) =>
        world.OneAsync<int>($"SELECT count(*)::int FROM {what}");
}
