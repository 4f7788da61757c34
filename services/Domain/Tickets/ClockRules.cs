using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Which changes start, stop, hold and resume which clocks.</summary>
/// <remarks>
/// The first spell of waiting for an answer is the first response; every later one is a next response of its own.
/// Only a person's public reply answers. An effect on a clock that no policy asked for falls away.
/// </remarks>
public static class ClockRules
{
    private static readonly ClockKind[] Resolutions = [ClockKind.Resolution, ClockKind.TotalResolution];

    /// <param name="before">The ticket before the change.</param>
    /// <param name="change">What happened.</param>
    /// <param name="at">When it was recorded.</param>
    public static IReadOnlyList<ClockEffect> EffectsOf(TicketState before, TicketChange change, Instant at) =>
        change switch
        {
            Opened opened =>
            [
                new ClockEffect(ClockKind.FirstResponse, 1, ClockAct.Start, opened.PostedAt),
                .. OnResolutions(ClockAct.Start, opened.FromPost ? opened.PostedAt : at),
            ],
            MentionAttached { Courtesy: false } mention when before.IsNews(mention.PostedAt) => OnPost(before, mention),
            Replied reply when before.IsAnsweredBy(reply) => OnReply(before, reply),
            WaitingStarted waiting => OnResolutions(ClockAct.Pause, at, waiting.Reason, waiting.WhileUnanswered),
            WaitingEnded ended => OnResolutions(ClockAct.Resume, ended.From),
            NoReplyNeeded => [EndSpell(before, at)],
            Resolved =>
            [
                .. OnSpell(before, at),
                .. OnResolutions(ClockAct.Meet, at),
                .. OnHandOver(before, ClockAct.Cancel, at),
            ],
            HandedOver over => [new ClockEffect(ClockKind.Acceptance, over.Round, ClockAct.Start, at)],
            HandOverAccepted or HandOverBounced => OnHandOver(before, ClockAct.Meet, at),
            SplitOff split => OnLeaving(before, split.UnansweredSince, at),
            PostSetAside post => OnLeaving(before, post.UnansweredSince, at),
            MergedAway => [.. OnMisroute(before, at)],
            MergedIn merged => OnMerge(before, merged),
            Reopened reopened => [new ClockEffect(ClockKind.TotalResolution, 1, ClockAct.Reopen, reopened.From)],
            Misrouted or ClosedByErasure => [.. OnMisroute(before, at), .. OnHandOver(before, ClockAct.Cancel, at)],
            _ => [],
        };

    private static ClockEffect[] OnPost(TicketState before, MentionAttached mention) =>
        before.UnansweredSince switch
        {
            null =>
            [
                new ClockEffect(
                    ClockKind.NextResponse,
                    before.Spell + 1,
                    ClockAct.Start,
                    mention.PostedAt,
                    Reopening: mention.Reopening
                ),
            ],
            { } since when mention.PostedAt < since => [OfSpell(before, ClockAct.Backdate, mention.PostedAt)],
            _ => [],
        };

    private static ClockEffect[] OnReply(TicketState before, Replied reply)
    {
        var met = OfSpell(before, ClockAct.Meet, reply.SentAt);
        return reply.NextUnanswered is { } next
            ? [met, new ClockEffect(ClockKind.NextResponse, before.Spell + 1, ClockAct.Start, next)]
            : [met];
    }

    // Resolving ends the wait for an answer; a first response that was never given is neither kept nor broken by it.
    private static ClockEffect[] OnSpell(TicketState before, Instant at) =>
        before.UnansweredSince is null ? [] : [EndSpell(before, at)];

    private static ClockEffect EndSpell(TicketState before, Instant at) =>
        OfSpell(before, before.Spell == 1 ? ClockAct.Cancel : ClockAct.Meet, at);

    private static ClockEffect[] OnMisroute(TicketState before, Instant at) =>
        before.UnansweredSince is null
            ? OnResolutions(ClockAct.Cancel, at)
            : [OfSpell(before, ClockAct.Cancel, at), .. OnResolutions(ClockAct.Cancel, at)];

    // The receiving queue answers for this one: it stops when they take the ticket, or when it goes back.
    private static ClockEffect[] OnHandOver(TicketState before, ClockAct act, Instant at) =>
        before.HandedTo is null ? [] : [new ClockEffect(ClockKind.Acceptance, before.HandOvers, act, at)];

    // The posts that were waited for are here no longer, or are no work: what is left of the wait is another one.
    private static ClockEffect[] OnLeaving(TicketState before, Instant? unansweredSince, Instant at) =>
        before.UnansweredSince == unansweredSince ? []
        : unansweredSince is { } left ? [OfSpell(before, ClockAct.Restart, left)]
        : [OfSpell(before, ClockAct.Cancel, at)];

    private static ClockEffect[] OnMerge(TicketState before, MergedIn merged) =>
        merged.UnansweredSince is not { } since ? []
        : merged.Spell > before.Spell ? [new ClockEffect(ClockKind.NextResponse, merged.Spell, ClockAct.Start, since)]
        : since < before.UnansweredSince ? [OfSpell(before, ClockAct.Backdate, since)]
        : [];

    private static ClockEffect OfSpell(TicketState before, ClockAct act, Instant at) =>
        before.Spell == 1
            ? new ClockEffect(ClockKind.FirstResponse, 1, act, at)
            : new ClockEffect(ClockKind.NextResponse, before.Spell, act, at);

    private static ClockEffect[] OnResolutions(
        ClockAct act,
        Instant at,
        string? reason = null,
        bool whileUnanswered = false
    ) => [.. Resolutions.Select(clock => new ClockEffect(clock, 1, act, at, reason, whileUnanswered))];
}
