using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>The ticket is called after its most serious post.</summary>
public sealed record LabelFollowed(Label From, Label To, bool NeedsReview) : TicketChange
{
    public override string Kind => "label_followed";
}

/// <summary>A ticket's label is the most serious that its posts have for certain, so it does not matter which came first.</summary>
public static class LabelFollowing
{
    /// <summary>What another ticket's posts make of this one's label.</summary>
    public static IReadOnlyList<TicketChange> Of(TicketState ticket, TicketState merged) =>
        Of(ticket, merged.Label, merged.NeedsReview);

    /// <summary>What a further post makes of the ticket's label.</summary>
    internal static TicketChange[] Of(TicketState ticket, IntakeMention mention) =>
        Of(ticket, mention.Label, mention.NeedsReview);

    private static TicketChange[] Of(TicketState ticket, Label label, bool needsReview)
    {
        var follows = needsReview
            ? ticket.NeedsReview && Weight(label) > Weight(ticket.Label)
            : ticket.NeedsReview || Weight(label) > Weight(ticket.Label);
        return follows ? [new LabelFollowed(ticket.Label, label, needsReview)] : [];
    }

    /// <summary>The label of posts that are all there are, for example after some were split off.</summary>
    public static (Label Label, bool NeedsReview)? Among(IEnumerable<(Label Label, bool NeedsReview)> posts)
    {
        var work = posts.Where(post => post.NeedsReview || Weight(post.Label) >= Weight(Label.Question)).ToList();
        return work.Count == 0 ? null : work.MaxBy(post => (post.NeedsReview ? 0 : 10) + Weight(post.Label));
    }

    private static int Weight(Label label) =>
        label switch
        {
            Label.Complaint => 3,
            Label.Question => 2,
            Label.Praise => 1,
            Label.Other => 0,
            _ => throw new ArgumentOutOfRangeException(nameof(label), label, null),
        };
}
