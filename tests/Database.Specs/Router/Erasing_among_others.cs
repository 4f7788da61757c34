using System.Text.Json;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Parking;
using TriageMesh.Router.Persons;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A person goes where their words stand among those of others, and the others' stay.</summary>
public sealed class Erasing_among_others(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Ann = "ann+o'hara&co";

    [Fact]
    public async Task A_ticket_that_was_merged_into_anothers_keeps_what_the_other_wrote()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Contracts.Role.Lead);
        await world.RouteAsync(
            world.Post("bob", "b", ago: TimeSpan.FromMinutes(5), text: "Mine broke, order BB20260001")
        );
        var kept = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        await world.RouteAsync(world.Post(Ann, "a", text: "So did mine, order AA20260002"));
        var merged = await world.OneAsync<long>("SELECT max(ticket_id) FROM router.tickets");
        await Splitting_and_merging.MergeAsync(world, merged, kept, lead);
        await world.ReplyAsync(kept, lead);
        await world.SqlAsync("UPDATE router.replies SET published_at = now(), text = 'Dear both'");

        (await ExportedAsync(world, "tickets")).ShouldBe(2);
        (await ExportedAsync(world, "replies")).ShouldBe(1);
        await Erasing_a_person.EraseAsync(world, Ann);

        (await TicketAsync(world, kept)).ShouldBe(("bob", "Mine broke, order BB20260001", "BB20260001"));
        (await world.ReplayAsync(kept)).OrderNumber.ShouldBe("BB20260001");
        (await world.OneAsync<string>("SELECT text FROM router.replies")).ShouldBeEmpty();
        (await world.ListAsync<string>("SELECT text FROM router.mentions ORDER BY text")).ShouldBe([
            "",
            "Mine broke, order BB20260001",
        ]);
        (await world.ListAsync<string>("SELECT data::text FROM router.events")).ShouldAllBe(data =>
            !data.Contains("AA20260002")
        );
    }

    [Fact]
    public async Task A_ticket_of_theirs_with_anothers_post_stays_open_until_that_one_is_erased_too()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Contracts.Role.Lead);
        await world.RouteAsync(world.Post(Ann, "a", ago: TimeSpan.FromMinutes(5), text: "Mine broke"));
        var kept = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        await world.RouteAsync(world.Post("bob", "b", text: "So did mine"));
        var merged = await world.OneAsync<long>("SELECT max(ticket_id) FROM router.tickets");
        await Splitting_and_merging.MergeAsync(world, merged, kept, lead);

        await Erasing_a_person.EraseAsync(world, Ann);

        (await world.TicketAsync(kept)).Status.ShouldNotBe("closed");
        await Erasing_a_person.EraseAsync(world, "bob");
        (await world.TicketAsync(kept)).Status.ShouldBe("closed");
    }

    [Fact]
    public async Task An_order_number_that_only_they_told_goes_from_anothers_ticket()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Contracts.Role.Lead);
        var kept = await world.OpenAsync("bob");
        await world.RouteAsync(world.Post(Ann, "a", text: "order AA20260002"));
        var merged = await world.OneAsync<long>("SELECT max(ticket_id) FROM router.tickets");
        await Splitting_and_merging.MergeAsync(world, merged, kept, lead);
        (await world.TicketAsync(kept)).OrderNumber.ShouldBe("AA20260002");

        await Erasing_a_person.EraseAsync(world, Ann);

        (await TicketAsync(world, kept)).ShouldBe(("bob", "It broke on the first day.", null));
        (await world.ReplayAsync(kept)).OrderNumber.ShouldBeNull();
    }

    [Fact]
    public async Task Parked_batches_go_on_without_them_and_what_only_names_them_stays()
    {
        await using var world = await BeginAsync(postgres);
        var (ann, bob) = (world.Post(Ann, "a"), world.Post("bob", "b", text: $"{Ann} is right"));
        var namesake = ann with { Mention = ann.Mention with { Channel = "x", MentionId = Guid.NewGuid() } };
        await ParkAsync(world, new MentionsClassified([ann, bob, namesake]));
        await ParkAsync(world, new MentionsReceived([bob.Mention]));
        await ParkAsync(world, new MentionsReceived([ann.Mention]));
        await ParkAsync(world, new MentionsRelabelled([Relabel(ann, 1), Relabel(bob, 2)]));
        await world.SqlAsync(
            "INSERT INTO mesh.parked (service, body, reason, parked_at) VALUES ('router', @body, 'not ours', now())",
            new { body = $"weibo {Ann}" }
        );

        var erasure = await Erasing_a_person.EraseAsync(world, Ann);

        var left = await world.ListAsync<(string Type, string Body)>(
            "SELECT message_type, body FROM mesh.parked ORDER BY parked_id"
        );
        left.Select(row => row.Type).ShouldBe(["MentionsClassified", "MentionsReceived", "MentionsRelabelled"]);
        Read<MentionsClassified>(left[0].Body)
            .Mentions.Select(item => item.Mention.MentionId)
            .ShouldBe([bob.Mention.MentionId, namesake.Mention.MentionId]);
        Read<MentionsReceived>(left[1].Body).Mentions.Single().Text.ShouldBe($"{Ann} is right");
        Read<MentionsRelabelled>(left[2].Body).Relabels.Select(one => one.RelabelId).ShouldBe([2L]);
        erasure.Done.Single().Erased.GetProperty("parked").GetInt32().ShouldBe(4);
    }

    private static Task<int> ExportedAsync(RouterWorld world, string kind) =>
        world.OneAsync<int>(PersonRows.Count(kind), new { channel = "weibo", authorId = Ann });

    private static Task<(string Author, string FirstLine, string? OrderNumber)> TicketAsync(
        RouterWorld world,
        long ticket
    ) =>
        world.OneAsync<(string, string, string?)>(
            "SELECT author_id, first_line, order_number FROM router.tickets WHERE ticket_id = @ticket",
            new { ticket }
        );

    private static MentionRelabelled Relabel(ClassifiedMention post, long id) =>
        new()
        {
            RelabelId = id,
            MentionId = post.Mention.MentionId,
            Channel = post.Mention.Channel,
            Account = post.Mention.Account,
            AuthorId = post.Mention.Author.Id,
            Text = post.Mention.Text,
            Language = "en",
            FromLabel = Contracts.Label.Other,
            ToLabel = Contracts.Label.Complaint,
            ModelLabel = Contracts.Label.Other,
            ModelVersion = "m1",
            By = Guid.NewGuid(),
            At = Start,
        };

    private static Task<long> ParkAsync<T>(RouterWorld world, T message) =>
        world
            .Get<ParkedMessages>()
            .ParkAsync(
                "router",
                typeof(T).Name,
                JsonSerializer.Serialize(message, ParkedJson.Options),
                "refused",
                Stop
            );

    private static T Read<T>(string body) => JsonSerializer.Deserialize<T>(body, ParkedJson.Options)!;
}
