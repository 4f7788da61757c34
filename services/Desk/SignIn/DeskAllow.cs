using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;

namespace TriageMesh.Desk.SignIn;

/// <summary>Who may use a route of the desk: a person with a session, not a program with a token.</summary>
internal static class DeskAllow
{
    public const string Person = "desk-person";
    public const string Admin = "desk-admin";

    public static void AddDeskSessions(this IServiceCollection services)
    {
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(
                SessionAuthentication.Scheme,
                configureOptions: null
            );
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Person, policy => Session(policy))
            .AddPolicy(Admin, policy => Session(policy).RequireRole(Role.Admin.Wire()));
    }

    private static AuthorizationPolicyBuilder Session(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(SessionAuthentication.Scheme).RequireAuthenticatedUser();
}
