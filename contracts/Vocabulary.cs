using System.Text.Json.Serialization;

namespace TriageMesh.Contracts;

/// <summary>What a mention is. A complaint or a question becomes work; praise goes to marketing; other is kept.</summary>
[JsonConverter(typeof(WireNameConverter<Label>))]
public enum Label
{
    [JsonStringEnumMemberName("complaint")]
    Complaint,

    [JsonStringEnumMemberName("praise")]
    Praise,

    [JsonStringEnumMemberName("question")]
    Question,

    [JsonStringEnumMemberName("other")]
    Other,
}

/// <summary>The form in which a mention was made.</summary>
[JsonConverter(typeof(WireNameConverter<MentionKind>))]
public enum MentionKind
{
    [JsonStringEnumMemberName("mention")]
    Mention,

    [JsonStringEnumMemberName("comment")]
    Comment,

    [JsonStringEnumMemberName("reply")]
    Reply,

    [JsonStringEnumMemberName("dm")]
    DirectMessage,

    [JsonStringEnumMemberName("review")]
    Review,

    [JsonStringEnumMemberName("quote")]
    Quote,
}

/// <summary>Whether everybody can read the mention, or only its author and the brand.</summary>
[JsonConverter(typeof(WireNameConverter<Visibility>))]
public enum Visibility
{
    [JsonStringEnumMemberName("public")]
    Public,

    [JsonStringEnumMemberName("private")]
    Private,
}

/// <summary>How an author is to be treated.</summary>
[JsonConverter(typeof(WireNameConverter<AuthorTier>))]
public enum AuthorTier
{
    [JsonStringEnumMemberName("standard")]
    Standard,

    [JsonStringEnumMemberName("vip")]
    Vip,

    [JsonStringEnumMemberName("media")]
    Media,

    [JsonStringEnumMemberName("staff")]
    Staff,

    [JsonStringEnumMemberName("blocked")]
    Blocked,
}

/// <summary>Where a ticket is in its life. Reopened counts as open.</summary>
[JsonConverter(typeof(WireNameConverter<TicketStatus>))]
public enum TicketStatus
{
    [JsonStringEnumMemberName("new")]
    New,

    [JsonStringEnumMemberName("open")]
    Open,

    [JsonStringEnumMemberName("reopened")]
    Reopened,

    [JsonStringEnumMemberName("waiting_customer")]
    WaitingCustomer,

    [JsonStringEnumMemberName("waiting_third_party")]
    WaitingThirdParty,

    [JsonStringEnumMemberName("handed_over")]
    HandedOver,

    [JsonStringEnumMemberName("resolved")]
    Resolved,

    [JsonStringEnumMemberName("closed")]
    Closed,
}

/// <summary>How urgent a ticket is; higher is more urgent.</summary>
[JsonConverter(typeof(WireNameConverter<Priority>))]
public enum Priority
{
    [JsonStringEnumMemberName("low")]
    Low,

    [JsonStringEnumMemberName("normal")]
    Normal,

    [JsonStringEnumMemberName("high")]
    High,

    [JsonStringEnumMemberName("urgent")]
    Urgent,
}

/// <summary>The promises that a ticket's clocks measure.</summary>
[JsonConverter(typeof(WireNameConverter<ClockKind>))]
public enum ClockKind
{
    /// <summary>From the customer's post to the first public reply by a person; never pauses.</summary>
    [JsonStringEnumMemberName("first_response")]
    FirstResponse,

    /// <summary>From the oldest unanswered customer post to the next public reply; never pauses.</summary>
    [JsonStringEnumMemberName("next_response")]
    NextResponse,

    /// <summary>From the ticket's creation to its first resolution; pauses while waiting.</summary>
    [JsonStringEnumMemberName("resolution")]
    Resolution,

    /// <summary>From the ticket's creation to its last resolution; pauses while waiting and while resolved.</summary>
    [JsonStringEnumMemberName("total_resolution")]
    TotalResolution,

    /// <summary>From a hand-over until the receiving queue accepts it; never pauses.</summary>
    [JsonStringEnumMemberName("acceptance")]
    Acceptance,
}

/// <summary>What a clock is doing. Whether it has breached is told apart from this.</summary>
[JsonConverter(typeof(WireNameConverter<ClockState>))]
public enum ClockState
{
    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Stopped because the promise's event happened, in time or late.</summary>
    [JsonStringEnumMemberName("met")]
    Met,

    /// <summary>Stopped without a result, for example because the ticket was misrouted.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>What happens at one point of a clock.</summary>
[JsonConverter(typeof(WireNameConverter<StepKind>))]
public enum StepKind
{
    [JsonStringEnumMemberName("warning")]
    Warning,

    [JsonStringEnumMemberName("breach")]
    Breach,

    [JsonStringEnumMemberName("escalation")]
    Escalation,
}

/// <summary>Where a praising mention stands on marketing's board.</summary>
[JsonConverter(typeof(WireNameConverter<PraiseStatus>))]
public enum PraiseStatus
{
    [JsonStringEnumMemberName("found")]
    Found,

    [JsonStringEnumMemberName("shortlisted")]
    Shortlisted,

    [JsonStringEnumMemberName("requested")]
    Requested,

    [JsonStringEnumMemberName("granted")]
    Granted,

    [JsonStringEnumMemberName("declined")]
    Declined,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("revoked")]
    Revoked,

    [JsonStringEnumMemberName("posted")]
    Posted,
}

/// <summary>What is known of an outbound reply. An unclear outcome is <see cref="Unknown"/> and is never retried silently.</summary>
[JsonConverter(typeof(WireNameConverter<ReplyStatus>))]
public enum ReplyStatus
{
    [JsonStringEnumMemberName("sending")]
    Sending,

    [JsonStringEnumMemberName("sent")]
    Sent,

    [JsonStringEnumMemberName("failed")]
    Failed,

    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>What a person, or a token, may do.</summary>
[JsonConverter(typeof(WireNameConverter<Role>))]
public enum Role
{
    [JsonStringEnumMemberName("agent")]
    Agent,

    [JsonStringEnumMemberName("lead")]
    Lead,

    [JsonStringEnumMemberName("marketing")]
    Marketing,

    [JsonStringEnumMemberName("admin")]
    Admin,
}
