using System.Text.Json.Serialization;

namespace TriageMesh.Contracts.Api;

/// <summary>How something that was asked for came out.</summary>
[JsonConverter(typeof(WireNameConverter<AuditOutcome>))]
public enum AuditOutcome
{
    [JsonStringEnumMemberName("done")]
    Done,

    [JsonStringEnumMemberName("refused")]
    Refused,

    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The process ended before there was an answer.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>One line of the audit log: who asked for what, and what came of it.</summary>
public sealed record AuditEntry
{
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary><c>person</c>, <c>program</c> or <c>nobody</c>.</summary>
    public required string ActorKind { get; init; }
    public Guid? ActorId { get; init; }

    /// <summary>The user name, or the name of the token.</summary>
    public string? Actor { get; init; }

    /// <summary><c>accounts</c>, <c>policies</c>, <c>personal_data</c> ...</summary>
    public required string Area { get; init; }

    /// <summary><c>account_changed</c>, <c>policy_retired</c> ...</summary>
    public required string Act { get; init; }

    /// <summary>The id of what it was done to.</summary>
    public string? Target { get; init; }

    /// <summary>How that is called by now, where the desk keeps it: an account's user name, a token's name.</summary>
    public string? TargetName { get; init; }

    /// <summary>In fixed words: <c>roles=agent,lead active=false</c>.</summary>
    public string? Detail { get; init; }
    public required AuditOutcome Outcome { get; init; }

    /// <summary>The HTTP status that was answered.</summary>
    public int? Status { get; init; }
}
