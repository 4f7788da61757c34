namespace TriageMesh.Contracts.Api;

/// <summary>A program that is told of changes to tickets.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where the signed requests go.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Kinds">The event kinds that it is told of, such as <c>assigned</c> or <c>clock.breach</c>; empty for all.</param>
/// <param name="Active">Whether it is told.</param>
/// <param name="InactiveReason">Why the mesh itself switched it off.</param>
/// <param name="FailingSince">No delivery has gone well since; null where the last one did.</param>
/// <param name="CreatedAt">When it was entered.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record WebhookView(
    Guid Id,
    string Url,
    string? Description,
    IReadOnlyList<string> Kinds,
    bool Active,
    string? InactiveReason,
    DateTimeOffset? FailingSince,
    DateTimeOffset CreatedAt,
    long Version
);

/// <summary>A webhook as a person enters or changes it.</summary>
public sealed record PutWebhookRequest
{
    /// <summary>An address on the open internet that begins with https://, at most 2,000 characters.</summary>
    public required string Url { get; init; }

    public string? Description { get; init; }

    /// <summary>Event kinds; none for all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    public bool Active { get; init; } = true;
}

/// <summary>A webhook with its secret, which is shown this once.</summary>
public sealed record WebhookWithSecret(WebhookView Webhook, string Secret);

/// <summary>One event for one webhook, and how far it has come.</summary>
public sealed record WebhookDeliveryView
{
    public required long Id { get; init; }

    /// <summary>The event; null for a test.</summary>
    public long? EventId { get; init; }

    /// <summary>pending, delivered or failed.</summary>
    public required string Status { get; init; }

    public required int Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The HTTP status of the last attempt, where there was an answer.</summary>
    public int? AnswerStatus { get; init; }

    public string? AnswerError { get; init; }

    /// <summary>How long the last attempt took, in milliseconds.</summary>
    public int? AnswerMs { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What was sent.</summary>
    public required string Body { get; init; }
}
