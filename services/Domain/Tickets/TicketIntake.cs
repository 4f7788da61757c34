using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Decides what a marked mention causes. One author, one case.</summary>
public static class TicketIntake
{
    /// <param name="mention">The mention and its mark.</param>
    /// <param name="known">The author's latest ticket on this account, if there is one.</param>
    /// <param name="queueId">The queue that a new ticket would go to.</param>
    /// <param name="settings">The desk's rules.</param>
    public static IntakeDecision Decide(
        IntakeMention mention,
        KnownTicket? known,
        Guid queueId,
        TicketSettings settings
    )
    {
        if (mention.Tier == AuthorTier.Blocked)
        {
            return new IntakeDecision(IntakeOutcome.Ignored, []);
        }

        var ticket = known?.State;
        var work = mention.NeedsReview || mention.Label is Label.Complaint or Label.Question;
        // Whenever it arrives: what was no work and came before the case is none of it.
        var reach =
            ticket is null || (!work && mention.PostedAt < known!.FirstPostAt)
                ? Reach.None
                : ReachOf(ticket, known!.IsClosedForGood, mention, settings);
        if (!work && (reach == Reach.None || mention.Confidence >= settings.CourtesyConfidence))
        {
            return ticket is null || reach == Reach.None
                ? new IntakeDecision(mention.Label == Label.Praise ? IntakeOutcome.Praise : IntakeOutcome.Kept, [])
                : new IntakeDecision(
                    IntakeOutcome.Courtesy,
                    Join(ticket, mention, ticket.IsUnresolved ? known!.RecentPosts : [], settings, courtesy: true)
                );
        }

        return reach switch
        {
            Reach.Unresolved => new(IntakeOutcome.Joined, Join(ticket!, mention, known!.RecentPosts, settings)),
            Reach.Answered => new(
                IntakeOutcome.Joined,
                [new MentionAttached(mention.MentionId, mention.PostedAt), .. LabelFollowing.Of(ticket!, mention)]
            ),
            Reach.Reopenable => new(IntakeOutcome.Reopened, Reopen(known!, mention, settings)),
            Reach.None => Open(mention, known, queueId, settings),
            _ => throw new ArgumentOutOfRangeException(nameof(mention), reach, null),
        };
    }

    /// <summary>A person found work in a mention that was none: the same rules, with clocks from the original post.</summary>
    /// <remarks>With <paramref name="again"/> the mention stands with the known ticket already, as a thanks.</remarks>
    public static IntakeDecision Relabel(
        IntakeMention mention,
        Label label,
        KnownTicket? known,
        Guid queueId,
        TicketSettings settings,
        bool again = false
    )
    {
        var decision = Decide(
            mention with
            {
                Label = label,
                Confidence = 1,
                NeedsReview = false,
            },
            known,
            queueId,
            settings
        );
        return decision with
        {
            Changes =
            [
                .. decision.Changes.Select(change =>
                    change switch
                    {
                        Opened opened => opened with { FromPost = true },
                        MentionAttached attached => attached with { Again = again },
                        Reopened reopened => reopened with { Because = ReopenCause.Relabelled },
                        _ => change,
                    }
                ),
            ],
        };
    }

    private static Reach ReachOf(
        TicketState ticket,
        bool isClosedForGood,
        IntakeMention mention,
        TicketSettings settings
    ) =>
        ticket.IsUnresolved ? Reach.Unresolved
        : ticket.IsMisrouted || ticket.MergedInto is not null || ticket.ResolvedAt is not { } resolved ? Reach.None
        : !ticket.IsNews(mention.PostedAt) ? Reach.Answered
        // By when it was made, not by when it came: a post that was on its way while the ticket was closed is within the window.
        : !isClosedForGood && mention.PostedAt < resolved + settings.ReopenWindow ? Reach.Reopenable
        : Reach.None;

    private static IntakeDecision Open(
        IntakeMention mention,
        KnownTicket? known,
        Guid queueId,
        TicketSettings settings
    ) =>
        new(
            known is null ? IntakeOutcome.Opened : IntakeOutcome.OpenedLinked,
            [
                new Opened(
                    mention.MentionId,
                    mention.PostedAt,
                    mention.Label,
                    mention.NeedsReview,
                    settings.TierPriority.GetValueOrDefault(mention.Tier, Priority.Normal),
                    queueId,
                    known?.TicketId
                ),
            ]
        );

    private static List<TicketChange> Join(
        TicketState ticket,
        IntakeMention mention,
        IReadOnlyCollection<Instant> recent,
        TicketSettings settings,
        bool courtesy = false
    )
    {
        List<TicketChange> changes = [new MentionAttached(mention.MentionId, mention.PostedAt, courtesy)];
        if (ticket.Status == TicketStatus.WaitingCustomer && ticket.IsNews(mention.PostedAt))
        {
            changes.Add(new WaitingEnded(mention.PostedAt, ByCustomer: true));
        }

        changes.AddRange(Snoozing.OnPost(ticket));
        changes.AddRange(courtesy ? [] : LabelFollowing.Of(ticket, mention));
        changes.AddRange(Burst(ticket, mention, recent, settings));
        return changes;
    }

    private static List<TicketChange> Reopen(KnownTicket known, IntakeMention mention, TicketSettings settings)
    {
        List<TicketChange> changes =
        [
            .. Reopening.Of(known.State, mention.PostedAt, reason: null, known.Hands, CauseOf(mention)),
            new MentionAttached(mention.MentionId, mention.PostedAt, Reopening: true),
            .. LabelFollowing.Of(known.State, mention),
        ];
        changes.AddRange(Burst(known.State.Apply(changes, mention.PostedAt), mention, known.RecentPosts, settings));
        return changes;
    }

    private static ReopenCause CauseOf(IntakeMention mention) =>
        mention.NeedsReview ? ReopenCause.UnclearPost
        : mention.Label == Label.Complaint ? ReopenCause.CustomerUnhappy
        : mention.Label == Label.Question ? ReopenCause.NewQuestion
        : ReopenCause.UnclearPost;

    private static TicketChange[] Burst(
        TicketState ticket,
        IntakeMention mention,
        IReadOnlyCollection<Instant> recent,
        TicketSettings settings
    )
    {
        // Any window that holds this post, so that the order of arrival does not matter.
        Instant[] posts = [.. recent.Append(mention.PostedAt).Order()];
        var most = posts.Max(first =>
            mention.PostedAt < first || mention.PostedAt - first > settings.BurstWithin
                ? 0
                : posts.Count(post => post >= first && post - first <= settings.BurstWithin)
        );
        return ticket.IsBurst || most < settings.BurstPosts
            ? []
            : [new BurstNoticed(most), .. PrioritySteps.Up(ticket.Priority, "burst")];
    }

    private enum Reach
    {
        None,
        Unresolved,
        Answered,
        Reopenable,
    }
}
