using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets: one page of a view. Open work comes nearest due first, then oldest; resolved and searched newest first.</summary>
internal static class ListTicketsEndpoint
{
    public const int MaxPage = 200;

    public static void MapListTickets(this IEndpointRouteBuilder api) =>
        api.MapGet("/tickets", HandleAsync).WithName("ListTickets");

    internal static async Task<Results<Ok<Page<TicketRow>>, ValidationProblem>> HandleAsync(
        [AsParameters] ListTicketsRequest request,
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TicketPages pages,
        TicketRows rows,
        CancellationToken cancellationToken
    )
    {
        var problems = request.Check();
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(user), cancellationToken);
        var (ids, next, known) = await pages.LoadAsync(connection, request, scope, cancellationToken);
        return known
            ? TypedResults.Ok(new Page<TicketRow>(await rows.LoadAsync(connection, ids, cancellationToken), next))
            : Problems.For("cursor", "This is no cursor of this list.");
    }
}

/// <summary>The parameters of a list as they stand in the address.</summary>
/// <param name="View"><c>mine</c>, <c>unassigned</c>, <c>team</c>, <c>due_soon</c>, <c>overdue</c>, <c>waiting_customer</c>, <c>reopened</c>, <c>needs_review</c>, <c>resolved</c> or <c>all</c>, which is the default.</param>
/// <param name="Status">Any of these states.</param>
/// <param name="Label">Any of these labels.</param>
/// <param name="Channel">Any of these channels.</param>
/// <param name="Account">Any of these accounts.</param>
/// <param name="Priority">Any of these priorities.</param>
/// <param name="Queue">Any of these queues.</param>
/// <param name="Assignee">Any of these agents.</param>
/// <param name="Author">The author's id on the platform.</param>
/// <param name="Q">A ticket's number, an order number, or the beginning of an author's name or handle.</param>
/// <param name="Cursor">What the page before gave as <c>next</c>.</param>
/// <param name="Limit">Rows of a page, 1 to 200.</param>
internal sealed record ListTicketsRequest(
    [property: FromQuery(Name = "view")] string? View = null,
    [property: FromQuery(Name = "status")] string[]? Status = null,
    [property: FromQuery(Name = "label")] string[]? Label = null,
    [property: FromQuery(Name = "channel")] string[]? Channel = null,
    [property: FromQuery(Name = "account")] string[]? Account = null,
    [property: FromQuery(Name = "priority")] string[]? Priority = null,
    [property: FromQuery(Name = "queue")] Guid[]? Queue = null,
    [property: FromQuery(Name = "assignee")] Guid[]? Assignee = null,
    [property: FromQuery(Name = "author")] string? Author = null,
    [property: FromQuery(Name = "q")] string? Q = null,
    [property: FromQuery(Name = "cursor")] string? Cursor = null,
    [property: FromQuery(Name = "limit")] int? Limit = null
)
{
    private const int MaxSearch = 100;

    public Problems Check() =>
        new Problems()
            .Add(View is not null && !TicketViews.Names.Contains(View), "view", $"One of {Join(TicketViews.Names)}.")
            .Add(!Spells<TicketStatus>(Status), "status", $"Of {Join(WireName<TicketStatus>.All)}.")
            .Add(!Spells<Label>(Label), "label", $"Of {Join(WireName<Label>.All)}.")
            .Add(!Spells<Priority>(Priority), "priority", $"Of {Join(WireName<Priority>.All)}.")
            .Add(Q?.Length > MaxSearch, "q", "A search has at most 100 characters.")
            .Add(Limit is < 1 or > ListTicketsEndpoint.MaxPage, "limit", "A page has 1 to 200 rows.");

    private static bool Spells<T>(string[]? names)
        where T : struct, Enum => names?.All(name => WireName<T>.TryParse(name, out _)) ?? true;

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);
}
