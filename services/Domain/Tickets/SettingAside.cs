using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>A post asks for nothing after all, and others on its ticket do.</summary>
/// <param name="UnansweredSince">The oldest post that still waits for an answer; null where none does.</param>
public sealed record PostSetAside(Instant? UnansweredSince) : TicketChange
{
    public override string Kind => "set_aside";
}

/// <summary>What is left of a ticket when a person finds that one of its posts is no work: as if it had never been taken for any.</summary>
public static class SettingAside
{
    /// <param name="ticket">The ticket.</param>
    /// <param name="postedAt">When the post was written.</param>
    /// <param name="others">The ticket's other posts that ask for something; at least one.</param>
    public static IReadOnlyList<TicketChange> Of(
        TicketState ticket,
        Instant postedAt,
        IReadOnlyCollection<(Label Label, bool NeedsReview, Instant PostedAt)> others
    )
    {
        List<TicketChange> changes = [];
        if (ticket.UnansweredSince == postedAt)
        {
            // Whatever was written after the oldest that waits is waiting too.
            var waiting = others.Select(post => post.PostedAt).Where(at => at >= postedAt).ToList();
            Instant? next = waiting.Count == 0 ? null : waiting.Min();
            changes.AddRange(next == postedAt ? [] : [new PostSetAside(next)]);
        }

        if (
            LabelFollowing.Among(others.Select(post => (post.Label, post.NeedsReview))) is var (label, review)
            && (label, review) != (ticket.Label, ticket.NeedsReview)
        )
        {
            changes.Add(new LabelFollowed(ticket.Label, label, review));
        }

        return changes;
    }
}
