using NodaTime;
using TriageMesh.Contracts;
using static TriageMesh.Contracts.PraiseStatus;

namespace TriageMesh.Domain.Praise;

/// <summary>Decides what may be done with praise: what needs the author's word, and what has to come down when that ends.</summary>
public static class PraiseLife
{
    private static readonly PraiseStatus[] Always = Enum.GetValues<PraiseStatus>();
    private static readonly PraiseStatus[] NotRevoked = [.. Always.Where(status => status != Revoked)];

    /// <summary>In which status each command may be given.</summary>
    private static readonly Dictionary<Type, PraiseStatus[]> Allowed = new()
    {
        [typeof(Shortlist)] = [Found, PraiseStatus.Shortlisted, Expired],
        [typeof(TakeOffShortlist)] = [Found, PraiseStatus.Shortlisted],
        [typeof(RequestRights)] = [PraiseStatus.Shortlisted, Expired],
        [typeof(FailRequest)] = Always,
        [typeof(GrantRights)] = [Requested, Granted, PraiseStatus.Posted, Expired, Declined],
        [typeof(DeclineRights)] = [Requested],
        [typeof(ExpireRights)] = Always,
        [typeof(WithdrawPost)] = Always,
        [typeof(MarkPosted)] = Always,
        [typeof(LogRepost)] = NotRevoked,
        [typeof(ExportPost)] = Always,
        [typeof(PlanPost)] = NotRevoked,
        [typeof(NoteEngagement)] = Always,
    };

    public static bool IsAllowed(PraiseStatus status, Type command) =>
        Allowed.TryGetValue(command, out var from) && from.Contains(status);

    public static PraiseDecision Decide(PraiseState post, PraiseCommand command, Instant now) =>
        IsAllowed(post.Status, command.GetType())
            ? DecideAllowed(post, command, now)
            : PraiseDecision.Refuse(
                PraiseRefusalReason.WrongStatus,
                $"This cannot be done while the post is {post.Status.Wire()}."
            );

    private static PraiseDecision DecideAllowed(PraiseState post, PraiseCommand command, Instant now) =>
        command switch
        {
            Shortlist => post.Status == PraiseStatus.Shortlisted
                ? PraiseDecision.Nothing
                : PraiseDecision.Of(new Shortlisted()),
            TakeOffShortlist => post.Status == Found
                ? PraiseDecision.Nothing
                : PraiseDecision.Of(new TakenOffShortlist()),
            RequestRights ask => PraiseDecision.Of(new RightsRequested(ask.RequestId, ask.Scopes, ask.Territory)),
            FailRequest failed => post.Status == Requested && post.RequestId == failed.RequestId
                ? PraiseDecision.Of(new RequestNotSent(failed.RequestId, failed.Reason))
                : PraiseDecision.Nothing,
            GrantRights grant => Grant(post, grant, now),
            DeclineRights decline => PraiseDecision.Of(new RightsDeclined(post.RequestId!.Value, decline.Answer)),
            ExpireRights => Expire(post, now),
            WithdrawPost withdrawn => Withdraw(post, withdrawn),
            MarkPosted mark => RefuseUse(post, mark.Scope, mark.Territory, mark.PostHash, now)
                ?? PraiseDecision.Of(new Posted(mark.Scope, mark.Territory, mark.Link)),
            LogRepost repost => PraiseDecision.Of(new Reposted(repost.Link)),
            ExportPost export => RefuseUse(post, export.Scope, export.Territory, export.PostHash, now)
                ?? PraiseDecision.Of(new Exported(export.Scope, export.Territory)),
            PlanPost plan => plan.For == post.PlannedFor && plan.CreditLine == post.CreditLine
                ? PraiseDecision.Nothing
                : PraiseDecision.Of(new Planned(plan.For, plan.CreditLine)),
            NoteEngagement seen => seen.Count == post.Engagement
                ? PraiseDecision.Nothing
                : PraiseDecision.Of(new EngagementSeen(seen.Count)),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, null),
        };

    // An author may well allow more than they were asked for; but a bare yes does not, and a slip of the hand must not.
    private static PraiseDecision Grant(PraiseState post, GrantRights grant, Instant now) =>
        post is not { RequestId: { } request, Asked: { } asked }
            ? PraiseDecision.Refuse(PraiseRefusalReason.WrongStatus, "Nobody has asked the author.")
        : !grant.Terms.IsLiveAt(now)
            ? PraiseDecision.Refuse(PraiseRefusalReason.ExpiredAlready, "The grant would be over already.")
        : !grant.WiderThanAsked && asked.IsExceededBy(grant.Terms.Scopes)
            ? PraiseDecision.Refuse(
                PraiseRefusalReason.ScopeNotAsked,
                $"The author was asked for {string.Join(", ", asked.Scopes.Select(scope => scope.Wire()))} only. Record no more, or say that their own words allow it (wider_than_asked)."
            )
        : !grant.WiderThanAsked && asked.IsExceededBy(grant.Terms.Territory)
            ? PraiseDecision.Refuse(
                PraiseRefusalReason.TerritoryNotAsked,
                $"The author was asked for {string.Join(", ", asked.Territory)} only. Record no more, or say that their own words allow it (wider_than_asked)."
            )
        : PraiseDecision.Of(new RightsGranted(request, grant.Terms));

    // What was shown under it has to come down.
    private static PraiseDecision Expire(PraiseState post, Instant now) =>
        post.Grant is { } grant && !grant.IsLiveAt(now)
            ? PraiseDecision.Of(new RightsExpired(), takedown: post.Status == PraiseStatus.Posted)
            : PraiseDecision.Nothing;

    private static PraiseDecision Withdraw(PraiseState post, WithdrawPost withdrawn) =>
        post.Status == Revoked
            ? PraiseDecision.Nothing
            : PraiseDecision.Of(
                new RightsRevoked(withdrawn.Reason, withdrawn.Note),
                takedown: post.WasShown || post.Status is Granted or PraiseStatus.Posted
            );

    private static PraiseDecision? RefuseUse(
        PraiseState post,
        GrantScope scope,
        string? territory,
        string postHash,
        Instant now
    ) =>
        post.Grant is not { } grant || !grant.IsLiveAt(now)
            ? PraiseDecision.Refuse(
                PraiseRefusalReason.NoLiveGrant,
                "The author has not allowed this, or no longer does."
            )
        : grant.PostHash != postHash
            ? PraiseDecision.Refuse(
                PraiseRefusalReason.PostHasChanged,
                "The post is not the one that the author gave their word for."
            )
        : !grant.Scopes.Contains(scope)
            ? PraiseDecision.Refuse(PraiseRefusalReason.ScopeNotGranted, $"The author has not allowed {scope.Wire()}.")
        : !grant.Covers(territory)
            ? PraiseDecision.Refuse(
                PraiseRefusalReason.TerritoryNotGranted,
                $"The grant holds in {string.Join(", ", grant.Territory)} only."
            )
        : null;
}
