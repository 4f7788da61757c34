using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Ingest;

public sealed class Stored_mentions_reach_the_bus(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mention_is_published_as_it_was_told_with_the_trace_of_its_request()
    {
        var (process, heard) = await IngestProcess.StartAsync(postgres, IngestProcess.Settings(), Stop);
        await using var _ = process;
        const string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        process.Client.DefaultRequestHeaders.Add("traceparent", trace);

        await process.PostAsync(
            new
            {
                external_id = "told-1",
                text = "Great service 👍",
                author = new
                {
                    id = "c",
                    name = "n",
                    followers = 12,
                    verified = true,
                    tier = "media",
                },
                posted_at = "2026-06-05T09:30:00Z",
                kind = "review",
                rating = 5,
                media = new[] { "https://example.org/a.jpg" },
            },
            Stop
        );

        var mention = (await Eventually.Be(() => heard.Mentions, list => list.Count == 1, Stop))[0];
        ActivityContext.Parse(mention.TraceParent!, null).TraceId.ToString().ShouldBe(trace.Split('-')[1]);
        (mention with { Media = [], TraceParent = null, ReceivedAt = default }).ShouldBe(
            new Mention
            {
                MentionId = mention.MentionId,
                Channel = "weibo",
                Account = "brand",
                ExternalId = "told-1",
                Kind = Contracts.MentionKind.Review,
                Author = new MentionAuthor
                {
                    Id = "c",
                    Name = "n",
                    Followers = 12,
                    Verified = true,
                    Tier = Contracts.AuthorTier.Media,
                },
                Text = "Great service 👍",
                PostedAt = DateTimeOffset.Parse("2026-06-05T09:30:00Z"),
                ReceivedAt = default,
                Rating = 5,
                Source = "shop",
                Media = [],
            }
        );
        mention.Media.ShouldBe(["https://example.org/a.jpg"]);
    }

    [Fact]
    public async Task The_accounts_own_posts_are_kept_and_not_published()
    {
        var (process, heard) = await IngestProcess.StartAsync(postgres, IngestProcess.Settings(), Stop);
        await using var _ = process;

        await process.PostAsync(IngestProcess.Mention("own-1", author: "brand-itself"), Stop);
        await process.PostAsync(IngestProcess.Mention("own-2"), Stop);

        await Eventually.Be(() => heard.Mentions, list => list.Any(mention => mention.ExternalId == "own-2"), Stop);
        heard.Mentions.ShouldNotContain(mention => mention.ExternalId == "own-1");
        (
            await postgres.ScalarAsync<bool>(
                "SELECT outbound FROM ingest.mentions WHERE external_id = 'own-1'",
                null,
                Stop
            )
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task Under_load_messages_carry_many_mentions_and_each_mention_goes_once()
    {
        var (process, heard) = await IngestProcess.StartAsync(postgres, IngestProcess.Settings(), Stop);
        await using var _ = process;
        const int batches = 6;

        await Task.WhenAll(
            Enumerable
                .Range(0, batches)
                .Select(batch =>
                    process.PostAsync(
                        Enumerable
                            .Range(0, 500)
                            .Select(place => IngestProcess.Mention($"load-{batch}-{place}"))
                            .ToArray(),
                        Stop
                    )
                )
        );

        var mentions = await Eventually.Be(
            () =>
                heard
                    .Mentions.Where(mention => mention.ExternalId.StartsWith("load-", StringComparison.Ordinal))
                    .ToArray(),
            list => list.Length >= batches * 500,
            Stop
        );
        mentions.Select(mention => mention.MentionId).Distinct().Count().ShouldBe(batches * 500);
        mentions.Length.ShouldBe(batches * 500);
        heard.All<MentionsReceived>().ShouldAllBe(message => message.Mentions.Count <= 256);
        heard.All<MentionsReceived>().Max(message => message.Mentions.Count).ShouldBe(256);
    }

    [Fact]
    public async Task What_the_router_reports_is_closed_and_what_it_does_not_is_published_again()
    {
        var (process, heard) = await IngestProcess.StartAsync(
            postgres,
            IngestProcess.Settings(("Ingest:Reconcile:After", "00:00:02"), ("Ingest:Reconcile:Every", "00:00:00.200")),
            Stop
        );
        await using var _ = process;
        await process.PostAsync(new[] { IngestProcess.Mention("lost-1"), IngestProcess.Mention("lost-2") }, Stop);
        var first = await Eventually.Be(
            () =>
                heard
                    .Mentions.Where(mention => mention.ExternalId.StartsWith("lost-", StringComparison.Ordinal))
                    .ToArray(),
            list => list.Length == 2,
            Stop
        );

        await process
            .Services.GetRequiredService<IBus>()
            .Publish(new MentionsRouted([first.Single(mention => mention.ExternalId == "lost-1").MentionId]), Stop);

        await Eventually.Be(
            () => heard.Mentions.Count(mention => mention.ExternalId == "lost-2"),
            times => times >= 2,
            Stop
        );
        heard.Mentions.Count(mention => mention.ExternalId == "lost-1").ShouldBe(1);
        (
            await postgres.ScalarAsync<bool>(
                "SELECT routed_at IS NOT NULL FROM ingest.mentions WHERE external_id = 'lost-1'",
                null,
                Stop
            )
        ).ShouldBeTrue();
    }
}
