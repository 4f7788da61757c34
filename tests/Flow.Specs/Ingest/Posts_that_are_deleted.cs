using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Ingest;

/// <summary>A platform says that a post is gone: the mesh is told once, and not before it knows the post.</summary>
public sealed class Posts_that_are_deleted(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task They_are_told_of_once_the_router_has_them_whatever_came_first(bool deletedFirst)
    {
        var (process, heard) = await IngestProcess.StartAsync(
            postgres,
            IngestProcess.Settings(("Ingest:Relay:SafetyPoll", "00:00:00.100")),
            Stop
        );
        await using var _ = process;
        var id = $"gone-{deletedFirst}";
        object[] items = [IngestProcess.Mention(id), new { external_id = id, deleted = true }];
        foreach (var item in deletedFirst ? items.Reverse() : items)
        {
            await process.PostAsync(item, Stop);
        }

        var mention = (
            await Eventually.Be(
                () => heard.Mentions.Where(post => post.ExternalId == id).ToList(),
                all => all.Count > 0,
                Stop
            )
        )[0];
        await LookedAtAsync(mention.MentionId);
        heard.All<MentionsWithdrawn>().ShouldBeEmpty("the router has not reported it");
        await process.Services.GetRequiredService<IBus>().Publish(new MentionsRouted([mention.MentionId]), Stop);

        await ToldAsync(heard, mention.MentionId);
        await Eventually.Be(
            stop =>
                postgres.ScalarAsync<bool>(
                    "SELECT published_at IS NOT NULL FROM ingest.withdrawals WHERE mention_id = @MentionId",
                    mention,
                    stop
                ),
            published => published,
            Stop
        );

        // Said again, it is known, and nobody is told again: what is said after it is told, and it is not.
        (await AnswerAsync(process, new { external_id = id, deleted = true })).ShouldBe("duplicate");
        var later = await GoneLaterAsync(process, heard, $"{id}-later");
        heard
            .All<MentionsWithdrawn>()
            .SelectMany(message => message.Mentions)
            .ShouldBe([
                new WithdrawnMention(mention.MentionId, WithdrawalReason.PostDeleted),
                new WithdrawnMention(later, WithdrawalReason.PostDeleted),
            ]);
    }

    [Fact]
    public async Task The_answer_names_the_mention_and_only_its_id_is_needed()
    {
        var (process, _) = await IngestProcess.StartAsync(postgres, IngestProcess.Settings(), Stop);
        await using var running = process;
        using var request = SignedWebhook.Post("shop", new { external_id = "never-seen", deleted = true });

        using var response = await process.Client.SendAsync(request, Stop);

        var result = (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("results")[0];
        result.GetProperty("status").GetString().ShouldBe("accepted");
        result.GetProperty("mention_id").GetGuid().ShouldBe(MentionIdentity.For("weibo", "brand", "never-seen"));
        (
            await postgres.ScalarAsync<long>(
                "SELECT count(*) FROM ingest.mentions WHERE external_id = 'never-seen'",
                null,
                Stop
            )
        ).ShouldBe(0);
    }

    /// <summary>Waits until it has been looked at once more whether to tell.</summary>
    private async Task LookedAtAsync(Guid mentionId)
    {
        Task<DateTime> NextLookAsync(CancellationToken stop) =>
            postgres.ScalarAsync<DateTime>(
                "SELECT look_at FROM ingest.withdrawals WHERE mention_id = @mentionId AND published_at IS NULL",
                new { mentionId },
                stop
            );

        var before = await NextLookAsync(Stop);
        await Eventually.Be(NextLookAsync, next => next > before, Stop);
    }

    private static async Task ToldAsync(Listener heard, Guid mentionId) =>
        await Eventually.Be(
            () => heard.All<MentionsWithdrawn>().SelectMany(message => message.Mentions),
            all => all.Any(gone => gone.MentionId == mentionId),
            Stop
        );

    private static async Task<Guid> GoneLaterAsync(MeshProcess process, Listener heard, string id)
    {
        await process.PostAsync(IngestProcess.Mention(id), Stop);
        await process.PostAsync(new { external_id = id, deleted = true }, Stop);
        var mentionId = MentionIdentity.For("weibo", "brand", id);
        await process.Services.GetRequiredService<IBus>().Publish(new MentionsRouted([mentionId]), Stop);
        await ToldAsync(heard, mentionId);
        return mentionId;
    }

    private static async Task<string?> AnswerAsync(MeshProcess process, object item)
    {
        using var request = SignedWebhook.Post("shop", item);
        using var response = await process.Client.SendAsync(request, Stop);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        return answer.GetProperty("results")[0].GetProperty("status").GetString();
    }
}
