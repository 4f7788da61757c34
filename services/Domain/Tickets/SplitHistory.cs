using NodaTime;

namespace TriageMesh.Domain.Tickets;

/// <summary>One thing that happened, as the log has it.</summary>
public sealed record PastChange(long TicketId, TicketChange Change, string Actor, Instant At);

/// <summary>What posts that are split off take with them: their own arrival, the answers they had, and the pauses since.</summary>
public static class SplitHistory
{
    /// <summary>The changes that make the new ticket, as if only these posts had ever been on it.</summary>
    /// <param name="past">The log of the ticket, and of those that were merged into it, in order.</param>
    /// <param name="chosen">The posts that leave.</param>
    /// <param name="opening">The new ticket's first change, but for the post and its time.</param>
    /// <param name="ticket">The ticket that they leave.</param>
    /// <param name="now">When they leave.</param>
    public static IReadOnlyList<PastChange> Of(
        IReadOnlyList<PastChange> past,
        IReadOnlySet<Guid> chosen,
        Opened opening,
        (long Id, TicketState State) ticket,
        Instant now
    )
    {
        var arrivals = Arrivals(past);
        var first = past.First(entry =>
            PostOf(entry.Change) is { } post && chosen.Contains(post) && IsWork(arrivals[post])
        );
        var origins = past.Where(entry => PostOf(entry.Change) is { } post && chosen.Contains(post))
            .Select(entry => entry.TicketId)
            .ToHashSet();
        List<PastChange> changes = [first with { Change = Open(first.Change, opening) }];
        var state = new TicketState().Apply(changes[0].Change, first.At);
        List<Instant> posts = [state.LastPostAt];
        // Posts that were split off and merged back before are told of twice.
        var told = new HashSet<(TicketChange, Instant)>();
        var here = new Dictionary<Guid, bool> { [PostOf(first.Change)!.Value] = IsCourtesy(first.Change) };
        var begun = false;
        // A ticket that took these posts in answers for them only since then.
        var joined = origins.Contains(ticket.Id);
        foreach (var (entry, index) in past.Select((entry, index) => (entry, index)))
        {
            begun |= ReferenceEquals(entry, first);
            joined |=
                entry.TicketId == ticket.Id && entry.Change is MergedIn merged && origins.Contains(merged.FromTicket);
            var own = PostOf(entry.Change) is { } post && chosen.Contains(post);
            if (
                ReferenceEquals(entry, first)
                || !(own || (begun && (entry.TicketId == ticket.Id ? joined : origins.Contains(entry.TicketId))))
            )
            {
                continue;
            }

            if (
                Copy(entry.Change, past, index, state, posts, own) is { } made
                && Once(made, here) is { } copy
                && told.Add((copy is Replied reply ? reply with { NextUnanswered = null } : copy, entry.At))
            )
            {
                changes.Add(entry with { Change = copy });
                state = state.Apply(copy, entry.At);
                posts.AddRange(copy is MentionAttached { Courtesy: false } attached ? [attached.PostedAt] : []);
            }
        }

        changes.AddRange(Align(state, ticket.State, now).Select(change => new PastChange(ticket.Id, change, "", now)));
        return changes;
    }

    /// <summary>How each post stands with its ticket: the last word on it counts.</summary>
    public static Dictionary<Guid, (Instant PostedAt, bool Courtesy)> Arrivals(IEnumerable<PastChange> past)
    {
        var arrivals = new Dictionary<Guid, (Instant, bool)>();
        foreach (var entry in past)
        {
            if (entry.Change is Opened opened)
            {
                arrivals[opened.MentionId] = (opened.PostedAt, false);
            }
            else if (entry.Change is MentionAttached attached)
            {
                arrivals[attached.MentionId] = (attached.PostedAt, attached.Courtesy);
            }
        }

        return arrivals;
    }

    private static bool IsCourtesy(TicketChange arrival) => arrival is MentionAttached { Courtesy: true };

    /// <summary>An arrival counts once; that a thanks has become work is told again. Null for what is here already.</summary>
    private static TicketChange? Once(TicketChange change, Dictionary<Guid, bool> here)
    {
        if (change is not MentionAttached attached || here.TryAdd(attached.MentionId, attached.Courtesy))
        {
            return change;
        }

        var changed = here[attached.MentionId] && !attached.Courtesy;
        here[attached.MentionId] = attached.Courtesy;
        return changed ? attached with { Again = true } : null;
    }

    private static bool IsWork((Instant PostedAt, bool Courtesy) arrival) => !arrival.Courtesy;

    private static Guid? PostOf(TicketChange change) =>
        change switch
        {
            Opened opened => opened.MentionId,
            MentionAttached attached => attached.MentionId,
            _ => null,
        };

    private static Opened Open(TicketChange first, Opened opening) =>
        first switch
        {
            Opened opened => opening with
            {
                MentionId = opened.MentionId,
                PostedAt = opened.PostedAt,
                FromPost = opened.FromPost,
            },
            MentionAttached attached => opening with { MentionId = attached.MentionId, PostedAt = attached.PostedAt },
            _ => throw new ArgumentException("A ticket begins with a post.", nameof(first)),
        };

    private static TicketChange? Copy(
        TicketChange change,
        IReadOnlyList<PastChange> past,
        int index,
        TicketState state,
        List<Instant> posts,
        bool own
    ) =>
        change switch
        {
            Opened opened when own => new MentionAttached(opened.MentionId, opened.PostedAt),
            MentionAttached when own => change,
            Replied reply when reply.IsAnswer && !IsTakenBack(past, index, reply.ReplyId) => reply with
            {
                NextUnanswered = posts.Where(post => post > reply.SentAt).Cast<Instant?>().Min(),
            },
            WaitingStarted or NoReplyNeeded => change,
            WaitingEnded when state.IsWaiting => change,
            Resolved when IsReopened(past, index) => change,
            Reopened reopened when !state.IsUnresolved => reopened with { Cycle = state.Cycle + 1 },
            _ => null,
        };

    private static bool IsTakenBack(IReadOnlyList<PastChange> past, int index, Guid replyId) =>
        past.Skip(index + 1)
            .Select(entry => entry.Change)
            .FirstOrDefault(later =>
                (later is AnswerTakenBack back && back.ReplyId == replyId)
                || (later is Replied again && again.ReplyId == replyId)
            ) is AnswerTakenBack;

    private static bool IsReopened(IReadOnlyList<PastChange> past, int index) =>
        past.Skip(index + 1)
            .Where(later => later.TicketId == past[index].TicketId)
            .Select(later => later.Change)
            .FirstOrDefault(later => later is Resolved or Reopened or AnswerTakenBack or MergedAway) is Reopened;

    // Whoever has the old ticket has the new one, and works on it.
    private static IEnumerable<TicketChange> Align(TicketState state, TicketState left, Instant now)
    {
        if (state.IsWaiting && !left.IsWaiting)
        {
            yield return new WaitingEnded(now, ByCustomer: false);
        }

        if (left.AssigneeId is { } agent)
        {
            yield return new Assigned(agent, Automatic: false);
            if (left.AcceptedAt is not null)
            {
                yield return new Accepted(agent);
            }
        }
    }
}
