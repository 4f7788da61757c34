using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TriageMesh.Classifier.Retrain;

internal static class RetrainRegistration
{
    public static void AddRetrain(this IServiceCollection services)
    {
        services
            .AddOptions<RetrainOptions>()
            .BindConfiguration(RetrainOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<RetrainOptions>, RetrainOptionsValidator>();
        services.AddSingleton<RetrainQueue>().AddSingleton<Retraining>().AddSingleton<RetrainWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RetrainWorker>());
    }
}
