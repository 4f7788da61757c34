namespace TriageMesh.Contracts.Api;

/// <summary>One praising mention on marketing's board.</summary>
public sealed record PraiseItem
{
    public required long Id { get; init; }
    public required PraiseStatus Status { get; init; }
    public required MentionView Mention { get; init; }

    /// <summary>Rank by confidence, reach, engagement and freshness; higher is better.</summary>
    public required double Score { get; init; }

    /// <summary>The author's followers when it was found.</summary>
    public long Reach { get; init; }

    /// <summary>Likes, comments and shares together, where somebody has told them.</summary>
    public long Engagement { get; init; }
    public DateTimeOffset? PlannedFor { get; init; }

    /// <summary>How the author is named beside it.</summary>
    public string CreditLine { get; init; } = "";

    /// <summary>What the author allows now; null without a live grant.</summary>
    public GrantView? Grant { get; init; }
    public required DateTimeOffset FoundAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>One praising mention as support sees it: what was said, and how far marketing is with it.</summary>
public sealed record PraisePost(long Id, PraiseStatus Status, DateTimeOffset FoundAt, MentionView Mention);

/// <summary>A praising mention with everything that is known of its rights.</summary>
public sealed record PraiseDetail
{
    public required PraiseItem Item { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<PraiseRequestView> Requests { get; init; }

    /// <summary>Those that have ended too, oldest first.</summary>
    public required IReadOnlyList<GrantView> Grants { get; init; }
    public required IReadOnlyList<TakedownView> Takedowns { get; init; }

    /// <summary>What happened, oldest first.</summary>
    public required IReadOnlyList<PraiseEventView> History { get; init; }
}

/// <summary>A question to an author.</summary>
public sealed record PraiseRequestView
{
    public required Guid Id { get; init; }
    public required PersonView AskedBy { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required IReadOnlyList<GrantScope> Scopes { get; init; }
    public required IReadOnlyList<string> Territory { get; init; }

    /// <summary>The words as they were sent.</summary>
    public required string Wording { get; init; }
    public required string Language { get; init; }
    public required ReplyStatus Status { get; init; }
    public string? FailureReason { get; init; }
}

/// <summary>What an author allowed, and the proof of it.</summary>
public sealed record GrantView
{
    public required long Id { get; init; }
    public required Guid RequestId { get; init; }
    public required PersonView RecordedBy { get; init; }
    public required DateTimeOffset GrantedAt { get; init; }
    public required IReadOnlyList<GrantScope> Scopes { get; init; }

    /// <summary>Two-letter countries; empty means everywhere.</summary>
    public required IReadOnlyList<string> Territory { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Fingerprint of the post that it is given for.</summary>
    public required string PostHash { get; init; }

    /// <summary>The author's own words.</summary>
    public required string Answer { get; init; }
    public string? AnswerLink { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><c>expired</c>, <c>revoked</c>, <c>replaced</c>, <c>declined</c>.</summary>
    public string? EndedBy { get; init; }
}

public sealed record PraiseEventView(
    long Id,
    string Kind,
    string Actor,
    PersonView? By,
    DateTimeOffset At,
    PraiseStatus Status,
    System.Text.Json.JsonElement Data
);

/// <summary>Something that has to be taken down.</summary>
public sealed record TakedownView
{
    public required long Id { get; init; }
    public required long PraiseId { get; init; }

    /// <summary><c>author_asked</c>, <c>post_deleted</c>, <c>author_erased</c>, <c>expired</c>.</summary>
    public required string Reason { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Null while it is anybody's in marketing.</summary>
    public PersonView? Assignee { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public PersonView? DoneBy { get; init; }
    public string? Note { get; init; }

    /// <summary>Where the post was shown.</summary>
    public required IReadOnlyList<string> Links { get; init; }

    /// <summary>Grows with every change; the task's ETag.</summary>
    public required long Version { get; init; }
}

/// <summary>POST /praise/{id}/status: <c>shortlisted</c> or back to <c>found</c>.</summary>
public sealed record PraiseStatusRequest(PraiseStatus Status);

/// <summary>POST /praise/{id}/request: asks the author, as a reply to the post.</summary>
public sealed record RightsRequest
{
    public required IReadOnlyList<GrantScope> Scopes { get; init; }
    public IReadOnlyList<string> Territory { get; init; } = [];

    /// <summary>Until when it would be used; null for no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>One of GET /praise/templates; not looked at where <see cref="Wording"/> is given.</summary>
    public string Template { get; init; } = "standard";

    /// <summary><c>en</c> or <c>zh-CN</c>; null follows the post.</summary>
    public string? Language { get; init; }

    /// <summary>Own words; the variables of the templates may stand in them.</summary>
    public string? Wording { get; init; }
}

/// <summary>A wording, with its variables in braces.</summary>
public sealed record RequestTemplateView(string Name, string Language, string Text, IReadOnlyList<string> Variables);

/// <summary>POST /praise/{id}/grant: the author has said yes, to what they were asked for or to less.</summary>
public sealed record GrantRequest
{
    public required IReadOnlyList<GrantScope> Scopes { get; init; }
    public IReadOnlyList<string> Territory { get; init; } = [];
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The author's own words.</summary>
    public required string Answer { get; init; }
    public string? AnswerLink { get; init; }

    /// <summary>
    /// True where the author's own words allow more uses or countries than they were asked for. Without it such a grant is
    /// refused: a yes is a yes to the question.
    /// </summary>
    public bool WiderThanAsked { get; init; }
}

/// <summary>POST /praise/{id}/decline: the author has said no.</summary>
public sealed record DeclineRequest(string Answer);

/// <summary>POST /praise/{id}/withdrawn: it may not be used any more.</summary>
public sealed record WithdrawnRequest(WithdrawalReason Reason, string? Note);

/// <summary>POST /praise/{id}/repost: it was forwarded by the platform's own means.</summary>
public sealed record RepostRequest(string? Link);

/// <summary>POST /praise/{id}/export: text and media, to be used so and there; no territory means the whole world.</summary>
public sealed record ExportRequest(GrantScope Scope, string? Territory);

/// <summary>What may be used, and how its author is named.</summary>
public sealed record PraiseExport(
    string Text,
    IReadOnlyList<string> Media,
    string CreditLine,
    string? Permalink,
    GrantView Grant
);

/// <summary>POST /praise/{id}/posted: it was used so and there, and can be seen at the link.</summary>
public sealed record PostedRequest(GrantScope Scope, string? Territory, string Link);

/// <summary>POST /praise/{id}/plan: when it is to be shown, and how its author is named; null for the usual way.</summary>
public sealed record PlanRequest(DateTimeOffset? PlannedFor, string? CreditLine);

/// <summary>POST /praise/{id}/engagement: likes, comments and shares together, as they stand on the platform.</summary>
public sealed record EngagementRequest(long Count);

/// <summary>POST /takedowns/{id}/assign: whose task it is; null for anybody's.</summary>
public sealed record TakedownAssignRequest(Guid? AssigneeId);

/// <summary>POST /takedowns/{id}/done.</summary>
public sealed record TakedownDoneRequest(string Note);
