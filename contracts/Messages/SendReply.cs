namespace TriageMesh.Contracts.Messages;

/// <summary>The router asks ingest to post a person's reply through the channel that owns the account.</summary>
public sealed record SendReply
{
    /// <summary>The same reply always has the same id: a second delivery sends nothing.</summary>
    public required Guid ReplyId { get; init; }

    /// <summary>0 for a question to the author of a praising post, which is no ticket's.</summary>
    public required long TicketId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }

    /// <summary>The platform's id of the post that is answered.</summary>
    public required string InReplyToExternalId { get; init; }
    public string? ConversationId { get; init; }
    public required string AuthorId { get; init; }
    public Visibility Visibility { get; init; }
    public required string Text { get; init; }
}

/// <summary>The platform has the reply.</summary>
/// <param name="ReplyId">The reply.</param>
/// <param name="ExternalId">The platform's id of it, where it gave one.</param>
/// <param name="ByHand">True where the account has no way out: the person posts the text on the platform.</param>
/// <param name="SentAt">When the platform took it.</param>
public sealed record ReplySent(Guid ReplyId, string? ExternalId, bool ByHand, DateTimeOffset SentAt);

/// <summary>The reply is not, or not surely, on the platform.</summary>
/// <param name="ReplyId">The reply.</param>
/// <param name="Unknown">True where the platform may have it: nobody retries it without a person asking.</param>
/// <param name="Reason">What went wrong, for the person.</param>
/// <param name="FailedAt">When.</param>
public sealed record ReplyFailed(Guid ReplyId, bool Unknown, string Reason, DateTimeOffset FailedAt);
