using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using TriageMesh.Platform.Security;

namespace TriageMesh.Platform.Http;

/// <summary>JSON in snake_case, problem details for every error, health for every process.</summary>
internal static partial class HttpRegistration
{
    public static void AddMeshHttp(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(json => MeshJson.ConfigureRequests(json.SerializerOptions));
        // Otherwise a body that cannot be read is refused without a word outside development.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails();
        // After the framework's own: asked where that one declines.
        builder.Services.AddSingleton<IProblemDetailsWriter, PlainProblems>();
        builder.Services.ConfigureAll<OpenApiOptions>(MeshOpenApi.Describe);
        builder.Services.AddExceptionHandler<BadInput>();
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<CommandKeys>().AddHostedService<CommandKeyWorker>();
    }

    public static void UseMeshHttp(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(RefuseUnfitAddressAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseScopeGate();
        app.UseIdempotency();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    /// <summary>A zero in an address gets to no handler, as none in a body does.</summary>
    private static Task RefuseUnfitAddressAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var field = UnfitValues.IsStorable(request.Path.Value)
            ? request.Query.FirstOrDefault(pair => pair.Value.Any(value => !UnfitValues.IsStorable(value))).Key
            : "path";
        return field is null
            ? next(context)
            : TypedResults
                .ValidationProblem(
                    new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [UnfitValues.Text] }
                )
                .ExecuteAsync(context);
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
    private sealed partial class BadInput(IProblemDetailsService problems) : IExceptionHandler
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
                Detail = bad.Message,
            };
            if (FaultsOf(bad, httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is { Count: > 0 } faults)
            {
                details.Detail = null;
                details.Extensions["errors"] = faults;
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

        private static Dictionary<string, string[]> FaultsOf(BadHttpRequestException bad, Endpoint? endpoint)
        {
            var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
            if (bad.InnerException is JsonException json)
            {
                var place = (json.Path ?? "$").TrimStart('$').TrimStart('.');
                foreach (var field in MeshJson.MissingIn(json))
                {
                    faults[place.Length == 0 ? field : $"{place}.{field}"] = ["Missing."];
                }

                if (faults.Count == 0)
                {
                    faults[place.Length == 0 ? "body" : place] = [MeshJson.Explain(json)];
                }
            }
            else if (ParameterName().Match(bad.Message) is { Success: true } name)
            {
                faults[WireParameters.NameOf(endpoint, name.Groups["name"].Value)] =
                [
                    bad.Message.StartsWith("Required", StringComparison.Ordinal)
                        ? "Missing."
                        : "The value has the wrong form.",
                ];
            }

            return faults;
        }

        // The framework tells of a part of an address only in words: parameter "Nullable<int> limit" from "x".
        [GeneratedRegex("parameter \"[^\"]* (?<name>\\w+)\"", RegexOptions.NonBacktracking)]
        private static partial Regex ParameterName();
    }
}
