using System.Globalization;
using Microsoft.AspNetCore.Http;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>Gives every answer that is a ticket its version as ETag, for a later If-Match.</summary>
internal static class ETagFilter
{
    public static async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var answer = await next(context);
        var result = answer is INestedHttpResult nested ? nested.Result : answer;
        if (result is IValueHttpResult { Value: TicketDetail detail })
        {
            var version = detail.Ticket.Version.ToString(CultureInfo.InvariantCulture);
            context.HttpContext.Response.Headers.ETag = $"\"{version}\"";
        }

        return answer;
    }
}
