using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Posts have gone to a ticket of their own, with the clocks that they caused.</summary>
/// <param name="IntoTicket">The ticket that has them now.</param>
/// <param name="Posts">How many.</param>
/// <param name="UnansweredSince">The oldest post left here without an answer.</param>
/// <param name="LastPostAt">The newest post left here.</param>
public sealed record SplitOff(long IntoTicket, int Posts, Instant? UnansweredSince, Instant LastPostAt) : TicketChange
{
    public override string Kind => "split_off";
}

/// <summary>Closed, because everything on it goes on under another ticket.</summary>
public sealed record MergedAway(long IntoTicket, string? Reason) : TicketChange
{
    public override string Kind => "merged_away";
}

/// <summary>Another ticket's posts, notes and clocks are here now.</summary>
/// <param name="FromTicket">The ticket that was closed.</param>
/// <param name="Posts">How many posts came.</param>
/// <param name="LastPostAt">The newest post of both.</param>
/// <param name="UnansweredSince">The oldest unanswered post of both rules.</param>
/// <param name="Spell">The spell that lasts, or the last one.</param>
/// <param name="FirstRepliedAt">The earlier first response stays.</param>
public sealed record MergedIn(
    long FromTicket,
    int Posts,
    Instant LastPostAt,
    Instant? UnansweredSince,
    int Spell,
    Instant? FirstRepliedAt
) : TicketChange
{
    public override string Kind => "merged_in";
}

/// <summary>What splitting and merging make of a ticket.</summary>
public static class SplitAndMerge
{
    private static readonly TicketStatus[] Splittable =
    [
        TicketStatus.New,
        TicketStatus.Open,
        TicketStatus.Reopened,
        TicketStatus.WaitingCustomer,
        TicketStatus.WaitingThirdParty,
    ];

    public static bool CanSplit(TicketStatus status) => Splittable.Contains(status);

    public static bool CanTakeIn(TicketStatus status) => Splittable.Contains(status);

    public static bool CanGoAway(TicketStatus status) => Splittable.Contains(status) || status == TicketStatus.Resolved;

    /// <summary>What becomes of the target when <paramref name="source"/> is merged into it.</summary>
    /// <remarks>
    /// One first response is enough: where either ticket has one, a wait that is still on is a next response. Where neither
    /// has, the older wait is the first response.
    /// </remarks>
    public static MergedIn Into(TicketState target, long sourceId, TicketState source)
    {
        var unanswered =
            target.UnansweredSince is { } one && source.UnansweredSince is { } other
                ? Instant.Min(one, other)
                : target.UnansweredSince ?? source.UnansweredSince;
        var begins =
            unanswered is not null
            && (
                target.UnansweredSince is null
                || (target.Spell == 1 && target.FirstRepliedAt is null && source.FirstRepliedAt is not null)
            );
        return new MergedIn(
            sourceId,
            source.MentionCount,
            Instant.Max(target.LastPostAt, source.LastPostAt),
            unanswered,
            begins ? target.Spell + 1 : target.Spell,
            target.FirstRepliedAt is { } replied && source.FirstRepliedAt is { } earlier
                ? Instant.Min(replied, earlier)
                : target.FirstRepliedAt ?? source.FirstRepliedAt
        );
    }

    internal static TicketState Fold(TicketState state, SplitOff split) =>
        state with
        {
            MentionCount = state.MentionCount - split.Posts,
            UnansweredSince = split.UnansweredSince,
            LastPostAt = split.LastPostAt,
        };

    internal static TicketState Fold(TicketState state, MergedAway merged, Instant at) =>
        state with
        {
            Status = TicketStatus.Closed,
            ClosedAt = at,
            MergedInto = merged.IntoTicket,
            UnansweredSince = null,
            IsSnoozed = false,
            SnoozedUntil = null,
        };

    internal static TicketState Fold(TicketState state, MergedIn merged) =>
        state with
        {
            MentionCount = state.MentionCount + merged.Posts,
            LastPostAt = merged.LastPostAt,
            UnansweredSince = merged.UnansweredSince,
            Spell = merged.Spell,
            FirstRepliedAt = merged.FirstRepliedAt,
            IsSnoozed = false,
            SnoozedUntil = null,
        };
}
