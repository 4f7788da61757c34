using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Praise;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Praise;

/// <summary>POST /praise/{id}/grant, /decline, /withdrawn: what the author has said, or that the post is gone.</summary>
internal static class RightsAnswerEndpoints
{
    private const int MaxAnswer = 2_000;

    private const string Put = """
        WITH put AS (
          INSERT INTO router.praise_grants (
                 praise_id, request_id, recorded_by, granted_at, scopes, territory, expires_at, post_hash, answer, answer_link,
                 next_fire_at)
          VALUES (@PraiseId, @RequestId, @by, @Now, @scopes, @territory, @expiresAt, @hash, @Answer, @AnswerLink, @expiresAt)
          RETURNING grant_id)
        UPDATE router.praise SET grant_id = put.grant_id FROM put WHERE praise_id = @PraiseId
        """;

    public static void MapRightsAnswers(this IEndpointRouteBuilder item)
    {
        item.MapPost("/grant", GrantAsync).WithName("GrantRights");
        item.MapPost("/decline", DeclineAsync).WithName("DeclineRights");
        item.MapPost("/withdrawn", WithdrawnAsync).WithName("WithdrawPraise");
    }

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> GrantAsync(
        long id,
        GrantRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    )
    {
        var problems = RightsRequestEndpoint
            .CheckTerms(request.Scopes, request.Territory)
            .Add(
                string.IsNullOrWhiteSpace(request.Answer) || request.Answer.Length > MaxAnswer,
                "answer",
                $"The author's own words are the proof: 1 to {MaxAnswer} characters."
            )
            .Add(!IsLink(request.AnswerLink), "answer_link", "A link begins with https:// or http://.");
        return problems.Any
            ? problems.ToAnswer()
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                (session, token) => RecordAsync(session, request, token),
                cancellationToken
            );
    }

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> DeclineAsync(
        long id,
        DeclineRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        string.IsNullOrWhiteSpace(request.Answer) || request.Answer.Length > MaxAnswer
            ? Problems.For("answer", $"The author's own words have 1 to {MaxAnswer} characters.")
            : await desk.RunAsync(id, user, ifMatch, _ => new DeclineRights(request.Answer), cancellationToken);

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> WithdrawnAsync(
        long id,
        WithdrawnRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        request.Note is { Length: > Reasons.MaxLength }
            ? Problems.For("note", $"A note has at most {Reasons.MaxLength} characters.")
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                _ => new WithdrawPost(request.Reason, request.Note),
                cancellationToken
            );

    /// <summary>True for a link that a browser may be sent to, and for none.</summary>
    internal static bool IsLink(string? link) =>
        link is null
        || (
            link.Length <= 2_000
            && Uri.TryCreate(link, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        );

    private static async Task<ProblemHttpResult?> RecordAsync(
        PraiseSession session,
        GrantRequest request,
        CancellationToken cancellationToken
    )
    {
        var file = session.File;
        Instant? expiresAt = request.ExpiresAt is { } end ? Instant.FromDateTimeOffset(end).ToMicroseconds() : null;
        var terms = new GrantTerms(request.Scopes, request.Territory, expiresAt, file.Post.Hash);
        if (await session.DecideAsync(new GrantRights(terms, request.WiderThanAsked), cancellationToken) is { } problem)
        {
            return problem;
        }

        await file.ExecuteAsync(
            Put,
            new
            {
                file.PraiseId,
                file.State.RequestId,
                by = session.Caller.Id,
                session.Now,
                scopes = request.Scopes.Select(scope => scope.Wire()).ToArray(),
                territory = request.Territory.ToArray(),
                expiresAt,
                hash = terms.PostHash,
                request.Answer,
                request.AnswerLink,
            },
            cancellationToken
        );
        return null;
    }
}
