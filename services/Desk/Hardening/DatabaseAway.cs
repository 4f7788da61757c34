using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace TriageMesh.Desk.Hardening;

/// <summary>Without the database nobody can be recognised: the page is told what is away, so that it can say so and try again.</summary>
internal sealed class DatabaseAway(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (
            !httpContext.Request.Path.StartsWithSegments("/desk", StringComparison.OrdinalIgnoreCase)
            || exception is not (NpgsqlException { IsTransient: true } or TimeoutException or SocketException)
        )
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext
            {
                HttpContext = httpContext,
                Exception = exception,
                ProblemDetails = new ProblemDetails
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Title = "The database does not answer.",
                    Extensions = { ["service"] = "database" },
                },
            }
        );
    }
}
