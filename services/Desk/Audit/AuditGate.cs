using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TriageMesh.Desk.Audit;

/// <summary>Puts the audit log around every route of the desk, the forwarded ones too: a route that comes later is under it by itself.</summary>
internal static class AuditGate
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditLines>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuditRefusals>();
    }

    public static RouteGroupBuilder Audited(this RouteGroupBuilder desk)
    {
        ((IEndpointConventionBuilder)desk).Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } act)
            {
                endpoint.RequestDelegate = context =>
                    context.RequestServices.GetRequiredService<AuditLog>().AroundAsync(context, act);
            }
        });
        return desk;
    }
}

/// <summary>Whoever lacks the role does not reach the route; that they tried is written down all the same.</summary>
internal sealed class AuditRefusals(AuditLog audit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (
            authorizeResult.Forbidden
            && context.Request.Path.StartsWithSegments("/desk", StringComparison.OrdinalIgnoreCase)
        )
        {
            await audit.RefusedAsync(context);
        }

        await _usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
