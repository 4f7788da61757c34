using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.CannedReplies;

/// <summary>GET, PUT and DELETE /canned-replies: leads keep those for all and for queues, everybody their own.</summary>
internal static class CannedReplyEndpoints
{
    private const int MaxPage = 200;

    public static void AddCannedReplies(this IServiceCollection services) => services.AddSingleton<CannedReplyStore>();

    public static void MapCannedReplies(this IEndpointRouteBuilder api)
    {
        var canned = api.MapGroup("/canned-replies").RequireAuthorization(Allow.Support).WithTags("canned replies");
        canned.MapGet("", ListAsync).WithName("ListCannedReplies");
        canned.MapPut("/{id:guid}", PutAsync).WithName("PutCannedReply");
        canned.MapDelete("/{id:guid}", DropAsync).WithName("DeleteCannedReply");
    }

    internal static async Task<Ok<Page<CannedReplyView>>> ListAsync(
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CannedReplyStore store,
        string? kind,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 100, 1, MaxPage);
        var scope = await TicketScope.LoadAsync(database, Caller.From(user), cancellationToken);
        var after = Cursor.Read(cursor, 2);
        var from = (after?[0] ?? "", Guid.TryParse(after?[1], out var id) ? id : Guid.Empty);
        var rows = await store.ListAsync(scope, kind, from, size, cancellationToken);
        return TypedResults.Ok(
            new Page<CannedReplyView>(
                rows,
                rows.Count < size ? null : Cursor.Write(rows[^1].Name, rows[^1].Id.ToString())
            )
        );
    }

    internal static async Task<
        Results<Ok<CannedReplyView>, ValidationProblem, NotFound, ForbidHttpResult, ProblemHttpResult>
    > PutAsync(
        Guid id,
        CannedReplyRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        HttpContext context,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        CannedReplyStore store,
        CancellationToken cancellationToken
    )
    {
        var problems = CannedReplyRules.Check(request);
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        var caller = Caller.From(user);
        var (exists, owner) = await store.OwnerAsync(id, cancellationToken);
        if (exists && owner is not null && owner != caller.Id)
        {
            return TypedResults.NotFound();
        }

        if ((request.Scope != "personal" || (exists && owner is null)) && !caller.Is(Role.Lead, Role.Admin))
        {
            return TypedResults.Forbid();
        }

        if (!VersionTag.TryRead(ifMatch, out var version))
        {
            return VersionTag.Unreadable();
        }

        try
        {
            if (!await store.PutAsync(id, request, version, (caller.Id, caller.Name), cancellationToken))
            {
                return VersionTag.Stale(await store.VersionAsync(id, cancellationToken));
            }
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return Problems.For("queue_id", "There is no such queue.");
        }

        var scope = await TicketScope.LoadAsync(database, caller, cancellationToken);
        var saved = await store.FindAsync(id, scope, cancellationToken);
        context.Response.Headers.ETag = VersionTag.Of(saved!.Version);
        return TypedResults.Ok(saved);
    }

    internal static async Task<Results<NoContent, NotFound, ForbidHttpResult, ProblemHttpResult>> DropAsync(
        Guid id,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CannedReplyStore store,
        CancellationToken cancellationToken
    )
    {
        var caller = Caller.From(user);
        var (exists, owner) = await store.OwnerAsync(id, cancellationToken);
        if (!exists || (owner is not null && owner != caller.Id))
        {
            return TypedResults.NotFound();
        }

        if (owner is null && !caller.Is(Role.Lead, Role.Admin))
        {
            return TypedResults.Forbid();
        }

        if (!VersionTag.TryRead(ifMatch, out var version))
        {
            return VersionTag.Unreadable();
        }

        return await store.DropAsync(id, version, cancellationToken)
            ? TypedResults.NoContent()
            : VersionTag.Stale(await store.VersionAsync(id, cancellationToken));
    }
}
