using System.Text.Json.Serialization;
using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Praise;

/// <summary>One thing that happened to a praising post. Stored by its kind and its members; actor and time stand beside it.</summary>
public abstract record PraiseChange
{
    [JsonIgnore]
    public abstract string Kind { get; }
}

public sealed record Shortlisted : PraiseChange
{
    public override string Kind => "shortlisted";
}

public sealed record TakenOffShortlist : PraiseChange
{
    public override string Kind => "found";
}

/// <summary>The author is asked.</summary>
public sealed record RightsRequested(Guid RequestId, IReadOnlyList<GrantScope> Scopes, IReadOnlyList<string> Territory)
    : PraiseChange
{
    public override string Kind => "requested";
}

/// <summary>The question never reached the author.</summary>
public sealed record RequestNotSent(Guid RequestId, string Reason) : PraiseChange
{
    public override string Kind => "request_failed";
}

public sealed record RightsGranted(Guid RequestId, GrantTerms Terms) : PraiseChange
{
    public override string Kind => "granted";
}

public sealed record RightsDeclined(Guid RequestId, string Answer) : PraiseChange
{
    public override string Kind => "declined";
}

public sealed record RightsExpired : PraiseChange
{
    public override string Kind => "expired";
}

public sealed record RightsRevoked(WithdrawalReason Reason, string? Note) : PraiseChange
{
    public override string Kind => "revoked";
}

/// <summary>It was used under a grant.</summary>
public sealed record Posted(GrantScope Scope, string? Territory, string Link) : PraiseChange
{
    public override string Kind => "posted";
}

/// <summary>It was forwarded by the platform's own means, for which no grant is needed.</summary>
public sealed record Reposted(string? Link) : PraiseChange
{
    public override string Kind => "reposted";
}

/// <summary>Text and media were handed out under a grant.</summary>
public sealed record Exported(GrantScope Scope, string? Territory) : PraiseChange
{
    public override string Kind => "exported";
}

public sealed record Planned(Instant? For, string? CreditLine) : PraiseChange
{
    public override string Kind => "planned";
}

/// <summary>Likes, comments and shares together, as they stood on the platform.</summary>
public sealed record EngagementSeen(long Count) : PraiseChange
{
    public override string Kind => "engagement";
}
