/* What a campaign sells, in the order of its ladders, and what agents answer to a refusal. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Card } from '#shared/ui/Card.tsx';
import { Hint, SelectField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import a from '../admin.module.css';
import { useChosenCampaign } from '../campaigns.ts';
import { ProductForm } from './ProductForm.tsx';
import { ProductTable } from './ProductTable.tsx';
import type { Product } from './products.ts';
import { Rebuttals } from './Rebuttals.tsx';
import { catalogueTexts } from './texts.ts';

export default function CatalogueScreen() {
  const t = useTexts(catalogueTexts);
  const { items, id, choose } = useChosenCampaign();
  const [edited, setEdited] = useState<Product>();
  const products = useQuery({
    queryKey: ['products', id],
    enabled: id !== undefined,
    queryFn: () => ok(api.GET('/campaigns/{id}/products', { params: { path: { id: id ?? '' } } })),
  });
  const families = items.find((one) => one.id === id)?.families ?? [];
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
        <SelectField
          label={t.campaign}
          value={id ?? ''}
          options={items.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(event) => {
            setEdited(undefined);
            choose(event.target.value);
          }}
        />
      </div>
      {products.error && (
        <Failed
          title={t.failed}
          problem={asProblem(products.error)}
          onRetry={() => void products.refetch()}
        />
      )}
      {products.data && id ? (
        <div className={a.cols}>
          <div className={l.stackWide}>
            <Hint>{t.order}</Hint>
            {families.map(({ family, name }) => {
              const own = products.data.items.filter((one) => one.family === family);
              return (
                <Card key={family} title={name} aside={<Count>{own.length}</Count>} flush>
                  {own.length > 0 ? (
                    <ProductTable
                      label={t.productsOf(name)}
                      products={own}
                      chosen={edited?.id}
                      onEdit={setEdited}
                    />
                  ) : (
                    <Empty title={t.none} />
                  )}
                </Card>
              );
            })}
            <Rebuttals key={id} campaign={id} />
          </div>
          <ProductForm
            key={edited ? `${edited.id} ${edited.version}` : `new ${products.data.items.length}`}
            campaign={id}
            families={families}
            {...(edited && { product: edited })}
            onDone={() => setEdited(undefined)}
          />
        </div>
      ) : (
        !products.error && <Skeleton lines={8} />
      )}
    </div>
  );
}
