using Microsoft.Extensions.DependencyInjection;

namespace TriageMesh.Classifier.Rules;

internal static class RuleRegistration
{
    public static void AddRules(this IServiceCollection services) =>
        services.AddSingleton<RuleStore>().AddSingleton<RuleFollower>().AddSingleton<RuleTrial>();
}
