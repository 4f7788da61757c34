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

namespace TriageMesh.Router.Praise;

/// <summary>POST /praise/{id}/status, /plan, /engagement: what marketing wants to do, and how well a post does.</summary>
internal static class ShortlistEndpoints
{
    private const int MaxCredit = 200;

    public static void MapPraiseShortlist(this IEndpointRouteBuilder item)
    {
        item.MapPost("/status", SetStatusAsync).WithName("SetPraiseStatus");
        item.MapPost("/plan", PlanAsync).WithName("PlanPraise");
        item.MapPost("/engagement", EngagementAsync).WithName("SetPraiseEngagement");
    }

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> SetStatusAsync(
        long id,
        PraiseStatusRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        request.Status is not (PraiseStatus.Found or PraiseStatus.Shortlisted)
            ? Problems.For("status", "Write shortlisted, or found to take it off the shortlist.")
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                _ => request.Status == PraiseStatus.Shortlisted ? new Shortlist() : new TakeOffShortlist(),
                cancellationToken
            );

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> PlanAsync(
        long id,
        PlanRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        request.CreditLine is { } credit && (string.IsNullOrWhiteSpace(credit) || credit.Length > MaxCredit)
            ? Problems.For("credit_line", $"A credit line has 1 to {MaxCredit} characters; null for the usual one.")
            : await desk.RunAsync(
                id,
                user,
                ifMatch,
                _ => new PlanPost(
                    request.PlannedFor is { } at ? Instant.FromDateTimeOffset(at).ToMicroseconds() : null,
                    request.CreditLine
                ),
                cancellationToken
            );

    internal static async Task<Results<Ok<PraiseDetail>, ValidationProblem, ProblemHttpResult>> EngagementAsync(
        long id,
        EngagementRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    ) =>
        request.Count < 0
            ? Problems.For("count", "Likes, comments and shares together are 0 or more.")
            : await desk.RunAsync(id, user, ifMatch, _ => new NoteEngagement(request.Count), cancellationToken);
}
