using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Praise;

/// <summary>What marketing, or the system, wants of a praising post.</summary>
public abstract record PraiseCommand;

public sealed record Shortlist : PraiseCommand;

public sealed record TakeOffShortlist : PraiseCommand;

public sealed record RequestRights(Guid RequestId, IReadOnlyList<GrantScope> Scopes, IReadOnlyList<string> Territory)
    : PraiseCommand;

/// <summary>The system's word: the question is certainly not on the platform.</summary>
public sealed record FailRequest(Guid RequestId, string Reason) : PraiseCommand;

/// <param name="Terms">What the author allows.</param>
/// <param name="WiderThanAsked">Somebody has read in the author's own words that they allow more than they were asked for.</param>
public sealed record GrantRights(GrantTerms Terms, bool WiderThanAsked = false) : PraiseCommand;

public sealed record DeclineRights(string Answer) : PraiseCommand;

/// <summary>The system's word, once the grant's time is over.</summary>
public sealed record ExpireRights : PraiseCommand;

public sealed record WithdrawPost(WithdrawalReason Reason, string? Note) : PraiseCommand;

/// <param name="Scope">How it was used.</param>
/// <param name="Territory">Where; null for the whole world.</param>
/// <param name="Link">Where it can be seen.</param>
/// <param name="PostHash">The post as it is now.</param>
public sealed record MarkPosted(GrantScope Scope, string? Territory, string Link, string PostHash) : PraiseCommand;

public sealed record LogRepost(string? Link) : PraiseCommand;

public sealed record ExportPost(GrantScope Scope, string? Territory, string PostHash) : PraiseCommand;

public sealed record PlanPost(Instant? For, string? CreditLine) : PraiseCommand;

public sealed record NoteEngagement(long Count) : PraiseCommand;
