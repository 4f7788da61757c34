using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Praise;

/// <summary>What comes of a command: a change and perhaps a takedown; nothing where it is so already; or a refusal.</summary>
public sealed record PraiseDecision(PraiseChange? Change, bool Takedown, PraiseRefusal? Refusal)
{
    /// <summary>It is so already.</summary>
    public static PraiseDecision Nothing { get; } = new(null, false, null);

    public static PraiseDecision Of(PraiseChange change, bool takedown = false) => new(change, takedown, null);

    public static PraiseDecision Refuse(PraiseRefusalReason reason, string message) =>
        new(null, false, new PraiseRefusal(reason, message));
}

/// <summary>Why not, for the program and for the person.</summary>
public sealed record PraiseRefusal(PraiseRefusalReason Reason, string Message);

/// <summary>Why a command cannot be done as the post stands.</summary>
[JsonConverter(typeof(WireNameConverter<PraiseRefusalReason>))]
public enum PraiseRefusalReason
{
    [JsonStringEnumMemberName("wrong_status")]
    WrongStatus,

    [JsonStringEnumMemberName("no_live_grant")]
    NoLiveGrant,

    [JsonStringEnumMemberName("post_has_changed")]
    PostHasChanged,

    [JsonStringEnumMemberName("scope_not_granted")]
    ScopeNotGranted,

    [JsonStringEnumMemberName("territory_not_granted")]
    TerritoryNotGranted,

    [JsonStringEnumMemberName("scope_not_asked")]
    ScopeNotAsked,

    [JsonStringEnumMemberName("territory_not_asked")]
    TerritoryNotAsked,

    [JsonStringEnumMemberName("expired_already")]
    ExpiredAlready,
}
