namespace TriageMesh.Contracts.Messages;

/// <summary>One public post, comment, review or message that concerns a brand account, as it travels the mesh.</summary>
/// <remarks>Unique by (<see cref="Channel"/>, <see cref="Account"/>, <see cref="ExternalId"/>); <see cref="MentionId"/> is derived from that key.</remarks>
public sealed record Mention
{
    public required Guid MentionId { get; init; }

    /// <summary>The platform: <c>weibo</c>, <c>x</c>, <c>web</c> ...</summary>
    public required string Channel { get; init; }

    /// <summary>The brand's account on that platform.</summary>
    public required string Account { get; init; }

    /// <summary>The platform's id of the post.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The post that this one answers; it may arrive later than its child.</summary>
    public string? ParentExternalId { get; init; }

    /// <summary>The root post under which this one stands.</summary>
    public string? ConversationId { get; init; }

    public MentionKind Kind { get; init; }

    public Visibility Visibility { get; init; }

    public required MentionAuthor Author { get; init; }

    /// <summary>Plain text as the author wrote it; never markup.</summary>
    public required string Text { get; init; }

    /// <summary>BCP 47 tag as the platform gave it; null where it gave none.</summary>
    public string? Language { get; init; }

    /// <summary>When the author posted, by the platform's account.</summary>
    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>When we stored it.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public string? Permalink { get; init; }

    /// <summary>Stars, 1 to 5, of a review.</summary>
    public int? Rating { get; init; }

    /// <summary>Links to pictures and films.</summary>
    public IReadOnlyList<string> Media { get; init; } = [];

    /// <summary>W3C trace context of the request that brought it, so that one trace leads from the platform to the ticket.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The intake source that delivered it.</summary>
    public required string Source { get; init; }
}

/// <summary>Who wrote a mention, as the platform tells it.</summary>
public sealed record MentionAuthor
{
    public required string Id { get; init; }
    public string? Handle { get; init; }
    public string? Name { get; init; }
    public long? Followers { get; init; }
    public bool Verified { get; init; }
    public AuthorTier Tier { get; init; }
}
