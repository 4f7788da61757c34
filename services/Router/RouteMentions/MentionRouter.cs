using System.Data;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Praise;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Telemetry;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Telemetry;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.RouteMentions;

/// <summary>Decides for each mention of a batch, and writes all that comes of it in one transaction.</summary>
/// <remarks>A mention that is there already causes nothing, so a batch may be delivered any number of times, in any order.</remarks>
internal sealed class MentionRouter(
    NpgsqlDataSource database,
    RuleBooks rules,
    OrderNumbers orders,
    IOptions<TicketOptions> options,
    RouterTelemetry telemetry,
    Signals signals,
    TimeProvider time
)
{
    private static readonly Duration ClocksLookEvery = Duration.FromSeconds(1);

    private readonly TicketSettings _settings = options.Value.ToSettings();

    /// <summary>Routes the mentions of one batch that are new.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> RunAsync(IReadOnlyList<ClassifiedMention> mentions, CancellationToken cancellationToken)
    {
        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var fresh = await NewOfAsync(transaction, mentions, cancellationToken);
        if (fresh.Count == 0)
        {
            return 0;
        }

        var tiers = await KnownAuthors.LockAsync(transaction, fresh.Select(item => item.Mention), cancellationToken);
        // Once more, now that nobody else routes these authors: a second copy may have been on its way.
        fresh = await NewOfAsync(transaction, fresh, cancellationToken);
        if (fresh.Count == 0)
        {
            return 0;
        }

        var desk = await ReadAsync(transaction, fresh, tiers, book, now, cancellationToken);
        FollowTiers(desk, tiers, now);
        var routed = fresh.ConvertAll(item => Decide(item, desk, book, now));
        await TicketWrites.WriteAsync(transaction, desk.Files, cancellationToken);
        if (await MentionWrites.PutAsync(transaction, routed, now, cancellationToken) != routed.Count)
        {
            // The same mention under two authors at once; the retry finds it known.
            throw new DBConcurrencyException("A mention was stored by another router meanwhile.");
        }

        if (desk.Adopted.Count > 0)
        {
            await MentionWrites.AdoptAsync(transaction, desk.Adopted, cancellationToken);
        }

        var praise = routed
            .Where(item => IsPraise(item) && desk.Tiers[AuthorKey.Of(item.Mention)] != AuthorTier.Blocked)
            .Select(item =>
                (
                    item.Mention.MentionId,
                    RankOf(item),
                    book.QueueFor(item.Mention.Channel, item.Mention.Account).QueueId
                )
            )
            .ToList();
        if (praise.Count > 0)
        {
            await MentionWrites.PutPraiseAsync(transaction, praise, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        Announce(routed, desk, now);
        return routed.Count;
    }

    private static async Task<List<ClassifiedMention>> NewOfAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<ClassifiedMention> mentions,
        CancellationToken cancellationToken
    )
    {
        var known = await MentionWrites.KnownAsync(
            transaction,
            mentions.Select(item => item.Mention.MentionId),
            cancellationToken
        );
        return
        [
            .. mentions
                .Where(item => known.Add(item.Mention.MentionId))
                .OrderBy(item => item.Mention.PostedAt)
                .ThenBy(item => item.Mention.MentionId),
        ];
    }

    private async Task<Desk> ReadAsync(
        NpgsqlTransaction transaction,
        List<ClassifiedMention> fresh,
        Dictionary<AuthorKey, KnownTier> tiers,
        RuleBook book,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var latest = await KnownAuthors.LatestTicketsAsync(transaction, tiers.Keys, cancellationToken);
        long[] ids = [.. latest.Values.Distinct()];
        var others = await KnownAuthors.OpenTicketsAsync(
            transaction,
            [.. tiers.Where(author => author.Value.Tier != author.Value.Before).Select(author => author.Key)],
            cancellationToken
        );
        var files = await TicketStore.LockAsync(transaction, [.. ids.Union(others)], book, cancellationToken);
        var around = Duration.Max(
            Duration.FromTimeSpan(options.Value.BurstWithin),
            Duration.FromTimeSpan(options.Value.FoldWithin)
        );
        var posts = await KnownAuthors.PostsAsync(
            transaction,
            ids,
            MentionWrites.At(fresh[0].Mention.PostedAt) - around,
            MentionWrites.At(fresh[^1].Mention.PostedAt) + around,
            cancellationToken
        );
        var desk = new Desk(tiers.ToDictionary(author => author.Key, author => author.Value.Tier))
        {
            Beside = [.. others.Except(ids).Select(id => files[id])],
        };
        foreach (var (author, ticketId) in latest)
        {
            desk.Take(author, files[ticketId], posts[ticketId]);
        }

        desk.RoomForReturners = await AgentsOnDuty.RoomForReturnersAsync(
            transaction,
            [
                .. files
                    .Values.Where(file => !file.State.IsUnresolved)
                    .SelectMany(file => AgentsOnDuty.AskedFor(file.State, book.Queue(file.State.QueueId)))
                    .Distinct(),
            ],
            now,
            cancellationToken
        );
        var work = fresh.FindAll(IsWork);
        desk.Loose =
            work.Count == 0
                ? []
                : await KnownAuthors.LooseAsync(
                    transaction,
                    [.. work.Select(item => AuthorKey.Of(item.Mention)).Distinct()],
                    MentionWrites.At(work[0].Mention.PostedAt),
                    cancellationToken
                );
        var strangers = fresh.Select(item => AuthorKey.Of(item.Mention)).Distinct().Count(key => !desk.HasOpen(key));
        desk.FreeIds = new Queue<long>(await TicketStore.TakeIdsAsync(transaction, strangers, cancellationToken));
        return desk;
    }

    /// <summary>What a platform says of an author holds for all that they have open, as when a person says it.</summary>
    private static void FollowTiers(Desk desk, Dictionary<AuthorKey, KnownTier> tiers, Instant now)
    {
        foreach (var file in desk.Files.Where(file => file.State.IsUnresolved))
        {
            var author = new AuthorKey(file.Stored.Channel, file.Stored.Account, file.Stored.AuthorId);
            if (tiers.TryGetValue(author, out var known) && known.Tier != known.Before)
            {
                file.Stored = file.Stored with { Tier = known.Before.Wire() };
                file.SetTier(known.Tier, Actor.System, now, "the platform says so");
            }
        }
    }

    private RoutedMention Decide(ClassifiedMention item, Desk desk, RuleBook book, Instant now)
    {
        var mention = item.Mention;
        using var span = MentionTrace.Start(RouterTelemetry.Source, "route mention", mention.TraceParent);
        var key = AuthorKey.Of(mention);
        var facts = IntakeMention.From(item) with
        {
            PostedAt = MentionWrites.At(mention.PostedAt),
            Tier = desk.Tiers[key],
        };
        var known = desk.Find(key)?.File;
        var began = known?.Stored.FirstPostAt ?? Instant.MaxValue;
        var (file, fold, outcome) = Take(facts, mention.Text, key, item, desk, book, now);
        span?.SetTag("outcome", outcome.Wire());
        if (file is null)
        {
            return new RoutedMention(item, TicketId: null, FoldedInto: null);
        }

        span?.SetTag("ticket", TicketNumber.Of(file.TicketId));
        Adopt(file, before: file == known ? began : Instant.MaxValue, key, desk, book, now);
        return new RoutedMention(item, file.TicketId, fold);
    }

    /// <summary>Decides for one post, and applies it to the ticket that it belongs to; with <paramref name="item"/> it may open one.</summary>
    private (TicketFile? File, Guid? Fold, IntakeOutcome Outcome) Take(
        IntakeMention facts,
        string text,
        AuthorKey key,
        ClassifiedMention? item,
        Desk desk,
        RuleBook book,
        Instant now
    )
    {
        var known = desk.Find(key);
        var decision = TicketIntake.Decide(
            facts,
            known is null
                ? null
                : new KnownTicket(
                    known.File.TicketId,
                    known.File.State,
                    known.File.Stored.FirstPostAt,
                    known.Times,
                    desk.HandsFor(known.File.State, book.Queue(known.File.State.QueueId))
                )
                {
                    IsClosedForGood = _settings.IsClosedForGood(known.File.State, now),
                },
            book.QueueFor(key.Channel, key.Account).QueueId,
            _settings
        );
        if (decision.Changes.Count == 0)
        {
            return (null, null, decision.Outcome);
        }

        var file = decision.Outcome switch
        {
            IntakeOutcome.Opened or IntakeOutcome.OpenedLinked => desk.Open(key, item!, book),
            _ => known!.File,
        };
        var before = file.State;
        file.Apply(decision.Changes, Actor.Customer, now);
        desk.CountReturner(before, file.State);
        var order = orders.Find(book, key.Channel, key.Account, text);
        file.Apply(OrderNumberChanges.Found(file.State, order), Actor.System, now, "found in a post");
        if (item is not null && facts.PostedAt < file.Stored.FirstPostAt)
        {
            // The case is written in the language in which it began.
            file.Stored = file.Stored with
            {
                Language = item.Classification.Language,
                Confidence = (float)facts.Confidence,
            };
        }

        file.Stored = file.Stored.WithPost(facts.MentionId, text, facts.PostedAt);
        var open = desk.Find(key)!;
        var fold = open.FoldFor(text, facts.PostedAt, Duration.FromTimeSpan(options.Value.FoldWithin));
        open.Posts.Add(new KnownPost(file.TicketId, facts.MentionId, facts.PostedAt, text, fold));
        return (file, fold, decision.Outcome);
    }

    /// <summary>A case turns out to have begun earlier than what the author had said meanwhile: that is part of it, as if all had come in order.</summary>
    private void Adopt(TicketFile file, Instant before, AuthorKey key, Desk desk, RuleBook book, Instant now)
    {
        foreach (var post in desk.TakeLoose(key, file.Stored.FirstPostAt, before))
        {
            var (ticket, fold, _) = Take(post.ToIntake(desk.Tiers[key]), post.Text, key, item: null, desk, book, now);
            if (ticket is not null)
            {
                desk.Adopted.Add((post.MentionId, ticket.TicketId, fold));
            }
        }
    }

    private static bool IsWork(ClassifiedMention item) =>
        item.Classification is { NeedsReview: true } or { Label: Label.Complaint or Label.Question };

    private static bool IsPraise(RoutedMention item) =>
        item.Classification is { Label: Label.Praise, NeedsReview: false };

    private static float RankOf(RoutedMention item) =>
        PraiseRank.Of(
            new PraiseFacts(
                item.Classification.Scores.Praise,
                item.Mention.Author.Followers ?? 0,
                Engagement: 0,
                item.Mention.Author.Verified,
                MentionWrites.At(item.Mention.PostedAt)
            )
        );

    private void Announce(List<RoutedMention> routed, Desk desk, Instant now)
    {
        foreach (var item in routed)
        {
            telemetry.Routed(item.Classification.Label, now.ToDateTimeOffset() - item.Mention.PostedAt);
        }

        signals.Events.Set();
        foreach (var file in desk.Files.Where(file => file.IsChanged))
        {
            if (file.IsNew)
            {
                telemetry.Opened(file.Stored.Channel);
            }

            if (file.State is { IsUnresolved: true, AssigneeId: null })
            {
                signals.RequestDrain(file.State.QueueId);
            }

            if (file.ChangedClocks.Any(clock => clock.NextFireAt < now + ClocksLookEvery))
            {
                signals.Clocks.Set();
            }
        }
    }
}
