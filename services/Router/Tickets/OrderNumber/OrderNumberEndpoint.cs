using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>PUT /tickets/{id}/order-number: a person gives or corrects the order that the ticket is about.</summary>
internal static class OrderNumberEndpoint
{
    private const int MaxLength = 40;

    public static void MapOrderNumber(this IEndpointRouteBuilder ticket) =>
        ticket.MapPut("/order-number", HandleAsync).WithName("PutOrderNumber");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        OrderNumberRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        var number = string.IsNullOrWhiteSpace(request.OrderNumber) ? null : request.OrderNumber.Trim();
        return number is { Length: > MaxLength } || (number?.Any(char.IsControl) ?? false)
            ? Problems.For("order_number", "An order number has at most 40 characters.")
            : await desk.RunAsync(id, user, ifMatch, _ => new SetOrderNumber(number), cause: null, cancellationToken);
    }
}
