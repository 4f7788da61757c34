using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets: one page of a view, nearest due first, then oldest.</summary>
internal static class ListTicketsEndpoint
{
    public static void MapListTickets(this IEndpointRouteBuilder api) =>
        api.MapGet("/tickets", HandleAsync).WithName("ListTickets");

    internal static async Task<Results<Ok<Page<TicketRow>>, ValidationProblem>> HandleAsync(
        [AsParameters] ListTicketsRequest request,
        ClaimsPrincipal user,
        TicketListing listing,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        var problems = new Problems();
        var query = TicketQuery.Read(request, problems);
        if (problems.Any)
        {
            return problems.ToAnswer();
        }

        var scope = await TicketScope.LoadAsync(database, Caller.From(user), cancellationToken);
        return TypedResults.Ok(await listing.PageAsync(query, scope, cancellationToken));
    }
}

/// <summary>The parameters of a list as they stand in the address.</summary>
/// <param name="View"><c>mine</c>, <c>unassigned</c>, <c>team</c>, <c>due_soon</c>, <c>overdue</c>, <c>waiting_customer</c>, <c>reopened</c>, <c>handed_over</c>, <c>handed_in</c>, <c>snoozed</c>, <c>needs_review</c>, <c>resolved</c>, <c>unanswered</c>, <c>in_work</c>, <c>in_time</c>, <c>without_agent</c> or <c>all</c>, which is the default.</param>
/// <param name="Status">Any of these states.</param>
/// <param name="Label">Any of these labels.</param>
/// <param name="Channel">Any of these channels.</param>
/// <param name="Account">Any of these accounts.</param>
/// <param name="Priority">Any of these priorities.</param>
/// <param name="Queue">Any of these queues.</param>
/// <param name="Assignee">Any of these agents.</param>
/// <param name="Author">The author's id on the platform.</param>
/// <param name="Q">A ticket's number, an order number, or the beginning of an author's name or handle.</param>
/// <param name="Hour">Every ticket that counts in this hour of the week (<c>2-14</c>: Tuesday at 14), newest first, as GET /sla/heat counts them.</param>
/// <param name="Counted">Of that hour: <c>arrivals</c>, or <c>breaches</c>.</param>
/// <param name="Weeks">Of so many weeks.</param>
/// <param name="Cursor">What the page before gave as <c>next</c>.</param>
/// <param name="Limit">Rows of a page, 1 to 200.</param>
/// <param name="Promise">Every ticket with a promise of this clock that came to <c>result</c> within <c>from</c> and <c>to</c>, newest first, as GET /sla/board and GET /reports/sla count them.</param>
/// <param name="Result"><c>met</c>, stopped in time, <c>breached</c>, or <c>stopped</c>, in time or late.</param>
/// <param name="From">From this instant on.</param>
/// <param name="To">Up to this instant, which is left out.</param>
/// <param name="Took">Of what was stopped: what took at least so many working seconds, as a median or a percentile counts them.</param>
/// <param name="PromiseQueue">Of promises: those of this queue when they came to that, as GET /reports/sla groups them.</param>
/// <param name="PromiseAgent">Of promises: those of this agent.</param>
/// <param name="PromisePolicy">Of promises: those of any version of this policy.</param>
/// <param name="PausedBy">Every ticket that this agent paused within <c>from</c> and <c>to</c>, newest first, as GET /reports/pauses counts them.</param>
/// <param name="Paused"><c>set</c>, the default: the pause was set then; <c>lasting</c>: it lasted then.</param>
/// <param name="HandedOver">Every ticket that was handed over within <c>from</c> and <c>to</c> with this outcome, newest first, as GET /reports/hand-overs tells it: <c>pending</c>, <c>accepted</c>, <c>refused</c>, <c>timed_out</c>, <c>withdrawn</c> or <c>ended</c>.</param>
/// <param name="Reopened">Every ticket that came back within <c>from</c> and <c>to</c> because of this, newest first, as GET /reports/reopens counts them: <c>customer_unhappy</c>, <c>new_question</c>, <c>unclear_post</c>, <c>relabelled</c>, <c>by_person</c> or <c>any</c>.</param>
/// <param name="PromiseWithout">Of promises: those that were nobody's when they came to that, as GET /reports/sla groups them by <c>queue</c>, <c>agent</c> or <c>policy</c>.</param>
internal sealed record ListTicketsRequest(
    [property: FromQuery(Name = "view")] string? View,
    [property: FromQuery(Name = "status")] string[]? Status,
    [property: FromQuery(Name = "label")] string[]? Label,
    [property: FromQuery(Name = "channel")] string[]? Channel,
    [property: FromQuery(Name = "account")] string[]? Account,
    [property: FromQuery(Name = "priority")] string[]? Priority,
    [property: FromQuery(Name = "queue")] Guid[]? Queue,
    [property: FromQuery(Name = "assignee")] Guid[]? Assignee,
    [property: FromQuery(Name = "author")] string? Author,
    [property: FromQuery(Name = "q")] string? Q,
    [property: FromQuery(Name = "hour")] string? Hour,
    [property: FromQuery(Name = "counted")] string? Counted,
    [property: FromQuery(Name = "weeks")] int? Weeks,
    [property: FromQuery(Name = "cursor")] string? Cursor,
    [property: FromQuery(Name = "limit")] int? Limit,
    [property: FromQuery(Name = "promise")] string? Promise = null,
    [property: FromQuery(Name = "result")] string? Result = null,
    [property: FromQuery(Name = "from")] DateTimeOffset? From = null,
    [property: FromQuery(Name = "to")] DateTimeOffset? To = null,
    [property: FromQuery(Name = "took")] long? Took = null,
    [property: FromQuery(Name = "promise_queue")] Guid? PromiseQueue = null,
    [property: FromQuery(Name = "promise_agent")] Guid? PromiseAgent = null,
    [property: FromQuery(Name = "promise_policy")] Guid? PromisePolicy = null,
    [property: FromQuery(Name = "paused_by")] Guid? PausedBy = null,
    [property: FromQuery(Name = "paused")] string? Paused = null,
    [property: FromQuery(Name = "handed_over")] string? HandedOver = null,
    [property: FromQuery(Name = "reopened")] string? Reopened = null,
    [property: FromQuery(Name = "promise_without")] string? PromiseWithout = null
);
