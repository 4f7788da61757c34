using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Praise;

namespace TriageMesh.Router.Praise;

/// <summary>POST /praise/{id}/repost, /export, /posted: showing what an author wrote. Only the platform's own repost needs no grant.</summary>
internal static class PraiseUseEndpoints
{
    public static void MapPraiseUse(this IEndpointRouteBuilder item)
    {
        item.MapPost("/repost", RepostAsync).WithName("LogPraiseRepost");
        item.MapPost("/export", ExportAsync).WithName("ExportPraise");
        item.MapPost("/posted", PostedAsync).WithName("MarkPraisePosted");
    }

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> RepostAsync(
        long id,
        RepostRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        RightsAnswerEndpoints.IsLink(request.Link)
            ? await desk.RunAsync(id, user, ifMatch, _ => new LogRepost(request.Link), cancellationToken)
            : Problems.For("link", "A link begins with https:// or http://.");

    internal static async Task<Results<Ok<PraiseExport>, ValidationProblem, ProblemHttpResult>> ExportAsync(
        long id,
        ExportRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    )
    {
        var answer = await desk.RunAsync(
            id,
            user,
            ifMatch,
            session => new ExportPost(request.Scope, request.Territory, session.File.Post.Hash),
            cancellationToken
        );
        return answer.Result switch
        {
            Ok<PraiseDetail> { Value: { Item: { Grant: { } grant } item } } => TypedResults.Ok(
                new PraiseExport(item.Mention.Text, item.Mention.Media, item.CreditLine, item.Mention.Permalink, grant)
            ),
            ValidationProblem wrong => wrong,
            ProblemHttpResult problem => problem,
            // It ended between the decision and this reading.
            _ => TypedResults.Problem(statusCode: 409, title: "The author no longer allows this."),
        };
    }

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> PostedAsync(
        long id,
        PostedRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        !string.IsNullOrWhiteSpace(request.Link) && RightsAnswerEndpoints.IsLink(request.Link)
            ? await desk.RunAsync(
                id,
                user,
                ifMatch,
                session => new MarkPosted(request.Scope, request.Territory, request.Link, session.File.Post.Hash),
                cancellationToken
            )
            : Problems.For("link", "Say where it can be seen: a link begins with https:// or http://.");
}
