namespace TriageMesh.Contracts.Api;

/// <summary>A link that somebody gives, with words for it.</summary>
/// <param name="Url">https only.</param>
/// <param name="Title">What it leads to, at most 200 characters.</param>
public sealed record LinkAttachment(string Url, string Title);

/// <summary>Something that the caller should hear of.</summary>
public sealed record NotificationView
{
    public required long Id { get; init; }

    /// <summary><c>mentioned</c>, <c>lead_told</c>, <c>handed_over</c>, <c>hand_over_bounced</c>, <c>clock.breach</c> ...</summary>
    public required string Kind { get; init; }
    public required long TicketId { get; init; }
    public required string Number { get; init; }

    /// <summary>Who caused it.</summary>
    public required string By { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset At { get; init; }
    public required bool Read { get; init; }
}

/// <summary>POST /me/notifications/read.</summary>
/// <param name="UpTo">The newest that the caller has seen; older ones are read too.</param>
public sealed record NotificationsReadRequest(long UpTo);
