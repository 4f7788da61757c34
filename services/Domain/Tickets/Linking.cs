using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>The ticket has to do with another one.</summary>
public sealed record TicketLinked(long Other, LinkKind As) : TicketChange
{
    public override string Kind => "linked";
}

public sealed record TicketUnlinked(long Other, LinkKind As) : TicketChange
{
    public override string Kind => "unlinked";
}

/// <summary>What another ticket is to this one; each kind has its counterpart on the other side.</summary>
[JsonConverter(typeof(WireNameConverter<LinkKind>))]
public enum LinkKind
{
    [JsonStringEnumMemberName("related")]
    Related,

    [JsonStringEnumMemberName("duplicate_of")]
    DuplicateOf,

    [JsonStringEnumMemberName("has_duplicate")]
    HasDuplicate,

    [JsonStringEnumMemberName("caused_by")]
    CausedBy,

    [JsonStringEnumMemberName("causes")]
    Causes,
}

/// <summary>The other side of a link.</summary>
public static class Links
{
    public static LinkKind Counterpart(LinkKind kind) =>
        kind switch
        {
            LinkKind.Related => LinkKind.Related,
            LinkKind.DuplicateOf => LinkKind.HasDuplicate,
            LinkKind.HasDuplicate => LinkKind.DuplicateOf,
            LinkKind.CausedBy => LinkKind.Causes,
            LinkKind.Causes => LinkKind.CausedBy,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
