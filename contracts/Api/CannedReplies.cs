namespace TriageMesh.Contracts.Api;

/// <summary>A text that is written once and sent often; with actions it is a macro.</summary>
public sealed record CannedReplyView
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }

    /// <summary><c>reply</c> or <c>ask_order_number</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>all</c>, <c>queue</c> or <c>personal</c>.</summary>
    public required string Scope { get; init; }
    public Guid? QueueId { get; init; }

    /// <summary>By language, <c>zh-CN</c> and <c>en</c>. Variables: <c>{{author}}</c>, <c>{{ticket}}</c>, <c>{{order}}</c>, <c>{{agent}}</c>, <c>{{account}}</c>.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }
    public required IReadOnlyList<CannedAction> Actions { get; init; }
    public required long Version { get; init; }
}

/// <summary>PUT /canned-replies/{id}: creates or changes.</summary>
public sealed record CannedReplyRequest
{
    public required string Name { get; init; }
    public string Kind { get; init; } = "reply";
    public string Scope { get; init; } = "all";
    public Guid? QueueId { get; init; }
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<CannedAction> Actions { get; init; } = [];
}

/// <summary>What a macro does besides sending its text.</summary>
public sealed record CannedAction
{
    /// <summary><c>resolve</c>, <c>wait_customer</c>, <c>wait_third_party</c>, <c>priority</c>, <c>hand_over</c> or <c>note</c>.</summary>
    public required string Do { get; init; }

    /// <summary>The priority, or the note's text.</summary>
    public string? Value { get; init; }
    public Guid? QueueId { get; init; }

    /// <summary>Why, where the action asks for it.</summary>
    public string? Reason { get; init; }

    /// <summary>For a hand-over: what the customer was promised.</summary>
    public string? Promised { get; init; }
}

/// <summary>A canned reply with a ticket's particulars filled in.</summary>
public sealed record FilledReply(string Language, string Text);

/// <summary>POST /tickets/{id}/macros/{macroId}: the text is sent and the actions are done, all or nothing.</summary>
public sealed record MacroRequest
{
    public required string LastSeen { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>; null takes the customer's.</summary>
    public string? Language { get; init; }
    public bool ConfirmPersonalData { get; init; }
}

/// <summary>POST /tickets/{id}/replies/check.</summary>
public sealed record ReplyCheckRequest(string Text);

/// <summary>What stands in the way of a reply on its channel.</summary>
/// <param name="Length">As the channel counts.</param>
/// <param name="Limit">The most that the channel takes.</param>
/// <param name="TooLong">It does not fit.</param>
/// <param name="Public">Everybody will read it.</param>
/// <param name="PersonalData">What it gives away to everybody: <c>phone</c>, <c>email</c>, <c>id_card</c>, <c>bank_card</c>, <c>order_number</c>.</param>
/// <param name="Unfilled">Variables that nobody has filled in.</param>
public sealed record ReplyCheck(
    int Length,
    int Limit,
    bool TooLong,
    bool Public,
    IReadOnlyList<string> PersonalData,
    IReadOnlyList<string> Unfilled
);
