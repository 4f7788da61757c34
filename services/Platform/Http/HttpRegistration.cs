using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TriageMesh.Platform.Security;

namespace TriageMesh.Platform.Http;

/// <summary>JSON in snake_case, problem details for every error, health for every process.</summary>
internal static class HttpRegistration
{
    public static void AddMeshHttp(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => MeshJson.ConfigureRequests(json.SerializerOptions));
        // Otherwise a body that cannot be read is refused without a word outside development.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<BadInput>();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<CommandKeys>();
    }

    public static void UseMeshHttp(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseScopeGate();
        app.UseIdempotency();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString().ToLowerInvariant(),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => entry.Value.Status.ToString().ToLowerInvariant()
                ),
            },
            context.RequestAborted
        );

    /// <summary>A body that is not the JSON we ask for is answered with the place where it goes wrong.</summary>
    private sealed class BadInput(IProblemDetailsService problems) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(
            HttpContext httpContext,
            Exception exception,
            CancellationToken cancellationToken
        )
        {
            if (exception is not BadHttpRequestException bad)
            {
                return false;
            }

            httpContext.Response.StatusCode = bad.StatusCode;
            var details = new ProblemDetails
            {
                Status = bad.StatusCode,
                Title =
                    bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                        ? "The body is too large."
                        : "The request cannot be read.",
                Detail = bad.InnerException is JsonException ? null : bad.Message,
            };
            if (bad.InnerException is JsonException json)
            {
                var field = (json.Path ?? "$").TrimStart('$').TrimStart('.');
                details.Extensions["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
                {
                    [field.Length == 0 ? "body" : field] = [MeshJson.Explain(json)],
                };
            }

            return await problems.TryWriteAsync(
                new ProblemDetailsContext
                {
                    HttpContext = httpContext,
                    ProblemDetails = details,
                    Exception = exception,
                }
            );
        }
    }
}
