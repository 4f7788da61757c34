using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Cases;

/// <summary>POST /tickets/{id}/split, merge and links: what one case is, is for people to say.</summary>
internal static class CaseEndpoints
{
    private const int MostPosts = 200;

    private const string PutLink = """
        INSERT INTO router.links (ticket_id, other_id, kind, linked_by, at) VALUES (@id, @other, @kind, @agentId, @now)
        """;

    private const string DropLink = """
        DELETE FROM router.links
         WHERE (ticket_id = @id AND other_id = @other) OR (ticket_id = @other AND other_id = @id)
        """;

    private const string FindLink = """
        SELECT ticket_id, kind FROM router.links
         WHERE (ticket_id = @id AND other_id = @other) OR (ticket_id = @other AND other_id = @id)
        """;

    public static void AddCases(this IServiceCollection services) =>
        services.AddSingleton<CaseDesk>().AddSingleton<SplitCase>();

    public static void MapCases(this IEndpointRouteBuilder ticket)
    {
        ticket.MapPost("/split", SplitAsync).WithName("SplitTicket");
        ticket.MapPost("/merge", MergeAsync).WithName("MergeTicket");
        ticket.MapPost("/links", LinkAsync).WithName("LinkTicket");
        ticket.MapDelete("/links/{other:long}", UnlinkAsync).WithName("UnlinkTicket");
    }

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> SplitAsync(
        long id,
        SplitRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CaseDesk desk,
        SplitCase split,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems()
            .Add(request.MentionIds is not { Count: > 0 and <= MostPosts }, "mention_ids", "Choose 1 to 200 posts.")
            .Add(request.Reason is { Length: > Reasons.MaxLength }, "reason", Reasons.Message);
        return problems.Any
            ? problems.ToAnswer()
            : await desk.RunAsync(
                [id],
                user,
                ifMatch,
                (session, stop) => split.RunAsync(session, id, request, stop),
                cancellationToken
            );
    }

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> MergeAsync(
        long id,
        MergeRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CaseDesk desk,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems()
            .Add(request.Into == id, "into", "A ticket is not merged into itself.")
            .Add(request.Reason is { Length: > Reasons.MaxLength }, "reason", Reasons.Message);
        return problems.Any
            ? problems.ToAnswer()
            : await desk.RunAsync(
                [id, request.Into],
                user,
                ifMatch,
                (session, _) => Task.FromResult(MergeCase.Run(session, id, request)),
                cancellationToken
            );
    }

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> LinkAsync(
        long id,
        LinkRequest request,
        ClaimsPrincipal user,
        CaseDesk desk,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems()
            .Add(
                !WireName<LinkKind>.TryParse(request.Kind ?? "", out var kind),
                "kind",
                $"Write one of {string.Join(", ", WireName<LinkKind>.All)}."
            )
            .Add(request.TicketId == id, "ticket_id", "A ticket is not linked with itself.");
        return problems.Any
            ? problems.ToAnswer()
            : await desk.RunAsync(
                [id, request.TicketId],
                user,
                ifMatch: null,
                (session, stop) => PutLinkAsync(session, id, request.TicketId, kind, stop),
                cancellationToken
            );
    }

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> UnlinkAsync(
        long id,
        long other,
        ClaimsPrincipal user,
        CaseDesk desk,
        CancellationToken cancellationToken
    ) =>
        desk.RunAsync(
            [id, other],
            user,
            ifMatch: null,
            (session, stop) => DropLinkAsync(session, id, other, stop),
            cancellationToken
        );

    private static async Task<(long, ProblemHttpResult?)> PutLinkAsync(
        CaseSession session,
        long id,
        long other,
        LinkKind kind,
        CancellationToken cancellationToken
    )
    {
        if ((await session.ListAsync<Row>(FindLink, new { id, other }, cancellationToken)).Count > 0)
        {
            return (0, TicketProblems.Refused("linked_already", "The two tickets are linked; unlink them first."));
        }

        var (one, two) = (session.Files[id], session.Files[other]);
        one.Apply(new TicketLinked(other, kind), session.Actor, session.Now);
        two.Apply(new TicketLinked(id, Links.Counterpart(kind)), session.Actor, session.Now);
        session.Later(
            PutLink,
            new
            {
                id,
                other,
                kind = kind.Wire(),
                agentId = session.Caller.Id,
                now = session.Now,
            }
        );
        return (id, null);
    }

    private static async Task<(long, ProblemHttpResult?)> DropLinkAsync(
        CaseSession session,
        long id,
        long other,
        CancellationToken cancellationToken
    )
    {
        if (await session.ListAsync<Row>(FindLink, new { id, other }, cancellationToken) is not [var link])
        {
            return (0, TicketProblems.Refused("not_linked", "The two tickets are not linked."));
        }

        var made = WireName<LinkKind>.Parse(link.Kind);
        var (near, far) = link.TicketId == id ? (made, Links.Counterpart(made)) : (Links.Counterpart(made), made);
        session.Files[id].Apply(new TicketUnlinked(other, near), session.Actor, session.Now);
        session.Files[other].Apply(new TicketUnlinked(id, far), session.Actor, session.Now);
        session.Later(DropLink, new { id, other });
        return (id, null);
    }

    private sealed record Row(long TicketId, string Kind);
}
