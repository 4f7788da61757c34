using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Domain.Tickets;

/// <summary>What the decision needs to know of a mention.</summary>
public sealed record IntakeMention(
    Guid MentionId,
    Instant PostedAt,
    AuthorTier Tier,
    Label Label,
    double Confidence,
    bool NeedsReview
)
{
    public static IntakeMention From(ClassifiedMention classified) =>
        new(
            classified.Mention.MentionId,
            Instant.FromDateTimeOffset(classified.Mention.PostedAt),
            classified.Mention.Author.Tier,
            classified.Classification.Label,
            classified.Classification.Scores[classified.Classification.Label],
            classified.Classification.NeedsReview
        );
}

/// <summary>The author's latest ticket on the account.</summary>
/// <param name="TicketId">Its id.</param>
/// <param name="State">Where it stands.</param>
/// <param name="FirstPostAt">Its first post: what praises or is nothing to do, and came before it, is not part of it.</param>
/// <param name="RecentPosts">When the author posted on it, at least a burst's window before and after this mention.</param>
/// <param name="Hands">Who could take it if it is reopened.</param>
public sealed record KnownTicket(
    long TicketId,
    TicketState State,
    Instant FirstPostAt,
    IReadOnlyCollection<Instant> RecentPosts,
    ReopenHands Hands
)
{
    /// <summary>Closed so long ago that nothing reopens it: what it was may be kept no longer.</summary>
    public bool IsClosedForGood { get; init; }
}
